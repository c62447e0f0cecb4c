package dev.pgext.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or a form, decoded: {@code &} and {@code ;} separate, {@code +}
 * is a space, a percent sign that two hex digits do not follow stands for itself.
 *
 * @see <a href="https://url.spec.whatwg.org/#application/x-www-form-urlencoded">URL: form
 *     encoding</a>
 */
record QueryString(List<Parameter> parameters) {

  /**
   * One parameter.
   *
   * @param value null where there is no equals sign
   */
  record Parameter(String name, @Nullable String value) {}

  QueryString {
    parameters = List.copyOf(parameters);
  }

  /**
   * @param what what is being decoded, for the error if it is not UTF-8
   */
  static QueryString decode(String encoded, String what) {
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (start < encoded.length()) {
      int end = separator(encoded, start);
      parameters.add(parameter(encoded.substring(start, end), what));
      start = end + 1;
    }
    return new QueryString(parameters);
  }

  /** The value of the first parameter of that name, or null. */
  @Nullable String first(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter.value();
      }
    }
    return null;
  }

  /**
   * The parameters sorted by name and encoded again, those of one name joined by commas. Bytes
   * above 127 are encoded as the Latin-1 characters they would be, as PostgREST does.
   */
  String canonical() {
    Map<String, String> byName =
        parameters.stream()
            .sorted(Comparator.comparing(parameter -> latin1(parameter.name())))
            .collect(
                Collectors.groupingBy(
                    parameter -> encode(parameter.name()),
                    LinkedHashMap::new,
                    Collectors.mapping(QueryString::encodedValue, Collectors.joining(","))));
    return byName.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("&"));
  }

  /** Where the parameter that begins at {@code start} ends. */
  static int separator(String encoded, int start) {
    int end = start;
    while (end < encoded.length() && encoded.charAt(end) != '&' && encoded.charAt(end) != ';') {
      end++;
    }
    return end;
  }

  private static Parameter parameter(String pair, String what) {
    int equals = pair.indexOf('=');
    return equals < 0
        ? new Parameter(text(pair, what), null)
        : new Parameter(
            text(pair.substring(0, equals), what), text(pair.substring(equals + 1), what));
  }

  private static String text(String encoded, String what) {
    return Utf8.decode(PercentEncoding.decode(encoded.replace('+', ' ')), what);
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String encodedValue(Parameter parameter) {
    String value = parameter.value();
    return value == null ? "" : encode(value);
  }

  private static String encode(String text) {
    return PercentEncoding.encode(latin1(text));
  }
}

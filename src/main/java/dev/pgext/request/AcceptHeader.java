package dev.pgext.request;

import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaTypeParser;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Accept → media types, those with the highest quality first, then the most specific.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-accept">RFC 9110: Accept</a>
 */
final class AcceptHeader {
  private static final String QUALITY = ";q=";
  private static final Pattern NUMBER =
      Pattern.compile("-?+[0-9]++(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");

  /** One element; {@code specificity} counts parameters against wildcards. */
  private record Element(String text, double quality, long specificity) {}

  private AcceptHeader() {}

  /** Without the header anything will do. */
  static List<MediaType> parse(@Nullable String header) {
    if (header == null) {
      return List.of(MediaType.Plain.ANY);
    }
    if (header.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(header.replace(" ", "").split(",", -1))
        .map(AcceptHeader::element)
        .sorted(
            Comparator.comparingDouble(Element::quality)
                .thenComparingLong(Element::specificity)
                .reversed())
        .map(element -> MediaTypeParser.parse(element.text()))
        .toList();
  }

  private static Element element(String text) {
    int quality = text.indexOf(QUALITY);
    if (quality < 0) {
      return new Element(text, 1.0, specificity(text));
    }
    String type = text.substring(0, quality);
    return new Element(
        type, quality(text.substring(quality + QUALITY.length())), specificity(type));
  }

  private static double quality(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.lookingAt() ? Double.parseDouble(matcher.group()) : 1.0;
  }

  private static long specificity(String type) {
    long parameters = type.chars().filter(c -> c == ';').count();
    return parameters - type.chars().filter(c -> c == '*').count();
  }
}

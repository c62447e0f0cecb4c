package dev.pgext.request;

import dev.pgext.error.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request has in common with those that differ from it in plain filter values, arguments and
 * the body only, so that what was worked out for one can serve the others.
 *
 * <p>That requests with equal keys differ in nothing else is a guess: whoever relies on it makes
 * sure, with {@link #probe}, that the values end up as parameters and nowhere else.
 *
 * @param key the method, the path, every header that {@link RequestParser} reads but the cookies,
 *     and the query string with its values left out
 * @param values what was left out, in the order of the URL
 */
public record RequestShape(String key, List<String> values) {
  private static final List<String> READ_HEADERS =
      List.of("Accept", "Accept-Profile", "Content-Profile", "Content-Type", "Prefer", "Range");

  private static final List<String> COMPARISONS =
      Stream.of("eq.", "neq.", "gt.", "gte.", "lt.", "lte.")
          .flatMap(operator -> Stream.of(operator, "not." + operator))
          .toList();

  private static final int LONGEST_KEY = 4096;
  private static final int LONGEST_VALUE = 64;
  private static final char LEFT_OUT = '\0';

  public RequestShape {
    values = List.copyOf(values);
  }

  /** The shape of a request, whatever its body; null where it is too long to be remembered. */
  public static @Nullable RequestShape of(RawRequest raw) {
    if (raw.query().length() > LONGEST_KEY) {
      return null;
    }
    StringBuilder key = new StringBuilder(256);
    key.append(raw.method()).append(' ').append(raw.path()).append('\n');
    for (Header header : raw.headers()) {
      if (isRead(header.name())) {
        key.append(header.name()).append(':').append(header.value()).append('\n');
      }
    }
    List<String> values = new ArrayList<>(4);
    rewrite(
        raw,
        key,
        value -> {
          values.add(value);
          return String.valueOf(LEFT_OUT);
        });
    return key.length() > LONGEST_KEY ? null : new RequestShape(key.toString(), values);
  }

  /** The shape of such requests with such bodies; null where they have nothing in common. */
  public @Nullable RequestShape with(Payload body) {
    String shape = body.shape();
    return shape == null || shape.length() > LONGEST_KEY
        ? null
        : new RequestShape(key + '\n' + shape, values);
  }

  /**
   * The same request with other values.
   *
   * @param others as many as there are {@link #values}
   */
  public RawRequest probe(RawRequest raw, List<String> others) {
    StringBuilder query = new StringBuilder();
    int[] next = {0};
    rewrite(raw, query, value -> others.get(next[0]++));
    return new RawRequest(raw.method(), raw.path(), query.toString(), raw.headers(), raw.body());
  }

  private static boolean reads(RawRequest raw) {
    return raw.method().equals("GET") || raw.method().equals("HEAD");
  }

  private static boolean isRead(String header) {
    for (String name : READ_HEADERS) {
      if (name.equalsIgnoreCase(header)) {
        return true;
      }
    }
    return false;
  }

  /** Copies the query string, each plain value as the function gives it. */
  private static void rewrite(RawRequest raw, StringBuilder out, UnaryOperator<String> values) {
    String query = raw.query();
    boolean call = reads(raw) && raw.path().startsWith("/rpc/");
    int start = 0;
    while (start < query.length()) {
      int end = QueryString.separator(query, start);
      int value = valueStart(query, start, end, call);
      if (value < 0) {
        out.append(query, start, end);
      } else {
        out.append(query, start, value).append(values.apply(query.substring(value, end)));
      }
      if (end < query.length()) {
        out.append(query.charAt(end));
      }
      start = end + 1;
    }
  }

  /** Where the plain value of a parameter begins; negative where it has none. */
  private static int valueStart(String query, int start, int end, boolean call) {
    int equals = query.indexOf('=', start);
    if (equals < 0 || equals >= end) {
      return -1;
    }
    int value = equals + 1;
    for (String comparison : COMPARISONS) {
      if (query.startsWith(comparison, value)) {
        return plain(query, value + comparison.length(), end);
      }
    }
    return call && !mayBeFilter(query, value, end) ? plain(query, value, end) : -1;
  }

  /** {@code is.null} is no argument but a filter: a word and a dot may be an operator. */
  private static boolean mayBeFilter(String query, int start, int end) {
    int dot = query.indexOf('.', start);
    return dot >= 0 && dot < end && Character.isLetter(query.charAt(start));
  }

  private static int plain(String query, int start, int end) {
    if (start >= end || end - start > LONGEST_VALUE) {
      return -1;
    }
    for (int index = start; index < end; index++) {
      if (!PercentEncoding.isUnreserved(query.charAt(index))) {
        return -1;
      }
    }
    return start;
  }
}

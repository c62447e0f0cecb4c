package dev.pgext.request;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cookie → names and values, without the quotes around a value; of one name the last counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265.html#section-4.2.1">RFC 6265 section
 *     4.2.1</a>
 */
final class CookieHeader {
  private CookieHeader() {}

  static Map<String, String> parse(@Nullable String header) {
    Map<String, String> cookies = new HashMap<>();
    if (header == null || header.isEmpty()) {
      return cookies;
    }
    for (String pair : header.split(";", 0)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      cookies.put(withoutLeadingSpaces(name), unquoted(value));
    }
    return cookies;
  }

  private static String withoutLeadingSpaces(String name) {
    int start = 0;
    while (start < name.length() && name.charAt(start) == ' ') {
      start++;
    }
    return name.substring(start);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

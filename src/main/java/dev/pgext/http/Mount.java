package dev.pgext.http;

import dev.pgext.error.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is: at {@code /}, and once more at {@code /rest/v1}, where Supabase's clients look
 * for it. There a key in {@code apikey} serves as bearer token, as their gateway makes it one.
 *
 * @param path below the mount
 * @param headers with Authorization, where only {@code apikey} came
 */
record Mount(String path, List<Header> headers) {
  private static final String PREFIX = "/rest/v1";
  private static final String AUTHORIZATION = "Authorization";

  static Mount of(String path, List<Header> headers) {
    if (!mounted(path)) {
      return new Mount(path, headers);
    }
    String below = path.substring(PREFIX.length());
    return new Mount(below.isEmpty() ? "/" : below, authorized(headers));
  }

  private static boolean mounted(String path) {
    return path.startsWith(PREFIX)
        && (path.length() == PREFIX.length() || path.charAt(PREFIX.length()) == '/');
  }

  private static List<Header> authorized(List<Header> headers) {
    String key = value(headers, "apikey");
    if (key == null || value(headers, AUTHORIZATION) != null || !isToken(key)) {
      return headers;
    }
    List<Header> with = new ArrayList<>(headers);
    with.add(new Header(AUTHORIZATION, "Bearer " + key));
    return with;
  }

  /** Three parts between dots: keys of other kinds name a project, not a role. */
  private static boolean isToken(String key) {
    return key.chars().filter(character -> character == '.').count() == 2;
  }

  private static @Nullable String value(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }
}

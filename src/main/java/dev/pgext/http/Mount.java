package dev.pgext.http;

import dev.pgext.error.Header;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is: at {@code /}, and once more at {@code /rest/v1}, where Supabase's clients look
 * for it. There a key in {@code apikey} serves as bearer token, as their gateway makes it one; a <a
 * href="https://supabase.com/docs/guides/api/api-keys">publishable key</a> is none, and its sender
 * anonymous.
 *
 * @param path below the mount
 * @param headers with Authorization where only {@code apikey} came, without where it has a
 *     publishable key
 */
record Mount(String path, List<Header> headers) {
  private static final String PREFIX = "/rest/v1";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

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
    if (key == null) {
      return headers;
    }
    String authorization = value(headers, AUTHORIZATION);
    if (authorization == null && isToken(key)) {
      return Stream.concat(headers.stream(), Stream.of(new Header(AUTHORIZATION, BEARER + key)))
          .toList();
    }
    return isPublishable(key) && (BEARER + key).equals(authorization)
        ? headers.stream().filter(header -> !header.name().equalsIgnoreCase(AUTHORIZATION)).toList()
        : headers;
  }

  /** Three parts between dots: keys of other kinds name a project, not a role. */
  private static boolean isToken(String key) {
    return key.chars().filter(character -> character == '.').count() == 2;
  }

  /** A project's public key, which clients send as bearer token as well: it stands for nobody. */
  private static boolean isPublishable(String key) {
    return key.startsWith("sb_publishable_");
  }

  private static @Nullable String value(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }
}

package dev.pgext.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request's path → the path of a file; hidden files, such as {@code .env}, are none, except
 * {@code .well-known}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8615">RFC 8615: well-known URIs</a>
 */
final class FrontendPath {
  private static final String WELL_KNOWN = ".well-known";
  private static final String FOLDER_PAGE = "index.html";

  private FrontendPath() {}

  /** Empty where it cannot be a file's. */
  static Optional<String> of(String raw) {
    String path = decoded(raw);
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    String file = path.endsWith("/") ? path + FOLDER_PAGE : path;
    for (String segment : file.substring(1).split("/", -1)) {
      if (!isName(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(file);
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static boolean isName(String segment) {
    boolean hidden = segment.startsWith(".") && !segment.equals(WELL_KNOWN);
    return !segment.isEmpty()
        && !hidden
        && segment.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':');
  }
}

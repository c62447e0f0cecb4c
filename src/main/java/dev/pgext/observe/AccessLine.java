package dev.pgext.observe;

import dev.pgext.observe.Observation.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * The access log's line.
 *
 * @see <a href="https://httpd.apache.org/docs/current/logs.html#combined">Apache: combined log
 *     format</a>
 */
final class AccessLine {
  private AccessLine() {}

  static String of(AccessEntry entry, String time) {
    String role = entry.role() == null ? "-" : printable(entry.role());
    String request = printable(entry.method()) + " " + printable(entry.target());
    String size = entry.size() == null ? "-" : entry.size().toString();
    return "%s - %s [%s] \"%s %s\" %d %s \"%s\" \"%s\""
        .formatted(
            entry.client(),
            role,
            time,
            request,
            entry.protocol(),
            entry.status(),
            size,
            printable(entry.referer()),
            printable(entry.userAgent()));
  }

  /** What a client sent must not be able to begin a line of its own. */
  private static String printable(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : text.replaceAll("\\p{Cntrl}", "?");
  }
}

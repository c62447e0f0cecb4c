package dev.pgext.realtime.supabase;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a path that was encoded with {@code encodeURIComponent}, slash and all. */
final class BroadcastPath {

  private BroadcastPath() {}

  /** What stands between the slashes; null where it is not well encoded. */
  static @Nullable List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        try {
          // In a path a plus is a plus.
          segments.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return segments;
  }
}

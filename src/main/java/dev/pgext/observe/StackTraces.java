package dev.pgext.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack trace for the log: what happened on the first line, the frames that matter on others. */
final class StackTraces {
  private static final int FRAMES = 12;

  private StackTraces() {}

  static List<String> lines(String where, Throwable failure) {
    List<String> lines = new ArrayList<>();
    String label = "Unexpected failure in " + where + ": ";
    @Nullable Throwable cause = failure;
    while (cause != null) {
      lines.add(label + Messages.singleLine(cause.toString()));
      Arrays.stream(cause.getStackTrace())
          .limit(FRAMES)
          .map(frame -> "  at " + frame)
          .forEach(lines::add);
      label = "Caused by: ";
      cause = cause.getCause();
    }
    return lines;
  }
}

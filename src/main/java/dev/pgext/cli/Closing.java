package dev.pgext.cli;

import org.jspecify.annotations.Nullable;

/** Closes parts in order, each whatever became of those before it. */
final class Closing {
  private Closing() {}

  static void all(@Nullable AutoCloseable... parts) {
    RuntimeException failure = null;
    for (AutoCloseable part : parts) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("A part does not stop", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

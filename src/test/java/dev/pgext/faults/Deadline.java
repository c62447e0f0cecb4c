package dev.pgext.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A moment until which something must have happened. */
record Deadline(long nanos) {
  private static final Duration PAUSE = Duration.ofMillis(10);

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean passed() {
    return System.nanoTime() - nanos > 0;
  }

  /** Waits until the condition holds, and fails with {@code what} when it does not in time. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      if (passed()) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

package dev.pgext.pg;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A moment until which something must have happened. */
public record Deadline(long nanos) {
  private static final Duration PAUSE = Duration.ofMillis(10);

  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  public boolean passed() {
    return System.nanoTime() - nanos > 0;
  }

  /** Waits until the condition holds, and fails with {@code what} when it does not in time. */
  public void await(String what, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      if (passed()) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

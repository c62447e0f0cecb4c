package dev.pgext.realtime.supabase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a token ends, and a warning before. Thread-safe. */
final class Deadline {
  private static final Duration WARNING = Duration.ofSeconds(90);

  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final List<Future<?>> scheduled = new ArrayList<>(2);

  Deadline(ScheduledExecutorService timer, InstantSource clock) {
    this.timer = timer;
    this.clock = clock;
  }

  /**
   * Replaces what was set before.
   *
   * @param end null for never
   */
  synchronized void set(@Nullable Instant end, Runnable warning, Runnable ending) {
    cancel();
    if (end == null) {
      return;
    }
    Duration left = Duration.between(clock.instant(), end);
    if (left.compareTo(WARNING) > 0) {
      schedule(left.minus(WARNING), warning);
    }
    schedule(left, ending);
  }

  private void schedule(Duration delay, Runnable task) {
    scheduled.add(timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  synchronized void cancel() {
    scheduled.forEach(task -> task.cancel(false));
    scheduled.clear();
  }
}

package dev.pgext.cli;

import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.time.Duration;

/** Knows when a client was answered last, so that other work can wait meanwhile. Thread-safe. */
final class Traffic implements Observer {
  private volatile long last = System.nanoTime() - Duration.ofDays(1).toNanos();

  @Override
  public void observe(Observation observation) {
    if (observation instanceof Observation.Responded) {
      last = System.nanoTime();
    }
  }

  /** Whether nobody was answered for so long. */
  boolean calm(Duration time) {
    return System.nanoTime() - last > time.toNanos();
  }
}

package dev.pgext.cli;

import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when a client was answered last, or told of a change, so that other work can wait
 * meanwhile. Thread-safe.
 */
final class Traffic implements Observer {
  private volatile long last = System.nanoTime() - Duration.ofDays(1).toNanos();
  private volatile LongSupplier messages = () -> 0;
  private volatile long seen;

  @Override
  public void observe(Observation observation) {
    if (observation instanceof Observation.Responded) {
      last = System.nanoTime();
    }
  }

  /** Takes those for clients, too, whom messages are sent to: how many there were so far. */
  void follow(LongSupplier sent) {
    messages = sent;
  }

  /** Whether nobody was answered or told anything for so long, as far as was asked. */
  boolean calm(Duration time) {
    long sent = messages.getAsLong();
    if (sent != seen) {
      seen = sent;
      last = System.nanoTime();
    }
    return System.nanoTime() - last > time.toNanos();
  }
}

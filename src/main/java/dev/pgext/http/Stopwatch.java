package dev.pgext.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures stages that follow one another. Confined to one thread. */
final class Stopwatch {
  private final List<Duration> laps = new ArrayList<>(5);
  private long began = System.nanoTime();

  /** Ends a stage, and begins the next. */
  void lap() {
    long now = System.nanoTime();
    laps.add(Duration.ofNanos(now - began));
    began = now;
  }

  /** How long the stage at {@code index} took. */
  Duration of(int index) {
    return laps.get(index);
  }
}

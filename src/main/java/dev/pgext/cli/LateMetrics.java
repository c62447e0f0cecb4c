package dev.pgext.cli;

import dev.pgext.observe.Metrics;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import org.jspecify.annotations.Nullable;

/** Metrics that can be had only after those who report to them. Thread-safe. */
final class LateMetrics implements Observer {
  private volatile @Nullable Metrics metrics;

  void use(Metrics made) {
    metrics = made;
  }

  @Override
  public void observe(Observation observation) {
    Metrics made = metrics;
    if (made != null) {
      made.observe(observation);
    }
  }
}

package dev.pgext.realtime.log;

import java.time.Duration;

/**
 * How much of the past is kept: what exceeds one of the limits goes, the oldest first.
 *
 * @param window how long a transaction is kept after it arrived
 * @param walBytes how much WAL may lie between the oldest transaction kept and the newest
 * @param memoryBytes how much memory the transactions may take, about
 */
public record Retention(Duration window, long walBytes, long memoryBytes) {

  /** Refuses limits that keep nothing. */
  public Retention {
    if (window.isNegative() || window.isZero() || walBytes <= 0 || memoryBytes <= 0) {
      throw new IllegalArgumentException("a retention of nothing");
    }
  }

  boolean expired(long ageNanos, long walDistance) {
    return ageNanos > window.toNanos() || walDistance > walBytes;
  }
}

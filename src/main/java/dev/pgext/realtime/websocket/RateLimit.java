package dev.pgext.realtime.websocket;

/**
 * How long a client's next message has to wait so that it sends no more than its rate, in the mean
 * of a second. Nothing is refused. Confined to its socket's reading.
 */
final class RateLimit {
  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private long free;

  /** So many messages a second; none less than one. */
  RateLimit(int rate, long now) {
    this.interval = SECOND / Math.max(1, rate);
    this.free = now - SECOND;
  }

  /** Takes note of a message; nanoseconds until the next may be read. */
  long delay(long now) {
    free = Math.max(free + interval, now - SECOND);
    return Math.max(0, free - now);
  }
}

package dev.pgext.realtime.cdc;

import java.time.Duration;

/**
 * How often a source does what it does by the clock.
 *
 * @param firstRetry after a loss; doubles up to the last
 * @param lastRetry the longest pause before another attempt
 * @param takeover between looks at whether another server has left the slot
 * @param confirmation the shortest time between two confirmations
 * @param inspection between looks at the slot
 * @param silence after which the server must give a sign of life
 * @param slotCreation how long the making of a slot may wait for others' transactions
 * @param heartbeatBytes of retained WAL, above which a quiet server is made to say something
 */
record Pace(
    Duration firstRetry,
    Duration lastRetry,
    Duration takeover,
    Duration confirmation,
    Duration inspection,
    Duration silence,
    Duration slotCreation,
    long heartbeatBytes) {

  /** One segment of WAL cannot be freed anyway. */
  private static final long SEGMENT = 16L << 20;

  static Pace standard() {
    return new Pace(
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(45),
        Duration.ofSeconds(30),
        SEGMENT);
  }

  /** The same with another patience for the making of a slot. */
  Pace withSlotCreation(Duration patience) {
    return new Pace(
        firstRetry,
        lastRetry,
        takeover,
        confirmation,
        inspection,
        silence,
        patience,
        heartbeatBytes);
  }

  Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(lastRetry) < 0 ? twice : lastRetry;
  }
}

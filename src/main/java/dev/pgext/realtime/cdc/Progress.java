package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a source is, as its threads tell each other and everybody else. Thread-safe; each value has
 * one writer.
 */
final class Progress {
  private final @Nullable String slot;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong signs = new AtomicLong();
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable String fault;
  private volatile long epoch;
  private volatile Lsn received = Lsn.NONE;
  private volatile Instant committedAt = Instant.EPOCH;
  private volatile Lsn written = Lsn.NONE;
  private volatile long retainedBytes;

  Progress(@Nullable String slot) {
    this.slot = slot;
  }

  void phase(Phase next, @Nullable String why) {
    phase = next;
    fault = why;
  }

  Phase phase() {
    return phase;
  }

  void epoch(long next) {
    epoch = next;
  }

  /** Everything up to here was read. */
  void received(Lsn position) {
    received = position;
  }

  Lsn received() {
    return received;
  }

  void committed(Transaction transaction) {
    committedAt = transaction.committedAt();
  }

  /** What the server has written and what it keeps for the slot. */
  void sampled(Lsn current, long retained) {
    written = current;
    retainedBytes = retained;
  }

  /** Something came, or the reader waits for room: it lives. */
  void signOfLife() {
    signs.incrementAndGet();
  }

  long signsOfLife() {
    return signs.get();
  }

  boolean open() {
    return closed.getCount() > 0;
  }

  /** Sleeps until the source is closed; whether it was. */
  boolean awaitClose(Duration pause) throws InterruptedException {
    return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  void close() {
    closed.countDown();
  }

  SourceStatus status() {
    long behind = Math.max(0, written.bytesSince(received));
    Duration age = Duration.between(committedAt, Instant.now());
    boolean caughtUp = behind == 0 || committedAt.equals(Instant.EPOCH) || age.isNegative();
    return new SourceStatus(
        open() ? phase : Phase.STOPPED,
        slot,
        epoch,
        received,
        retainedBytes,
        behind,
        caughtUp ? Duration.ZERO : age,
        fault);
  }
}

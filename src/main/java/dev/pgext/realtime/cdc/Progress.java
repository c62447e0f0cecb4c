package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a source is, as its threads tell each other and everybody else. Thread-safe; each value has
 * one writer.
 */
final class Progress {
  /** PostgreSQL counts the header of a page or segment that has no record yet as written. */
  private static final int PAGE = 8192;

  private static final int PAGE_HEADER = 40;
  private static final int MOST_SAMPLES = 1_000;

  private final @Nullable String slot;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong signs = new AtomicLong();
  private volatile Stage stage = new Stage(Phase.STARTING, null);
  private volatile long epoch;
  private volatile Lsn received = Lsn.NONE;
  private volatile Instant committedAt = Instant.EPOCH;
  private volatile Lsn written = Lsn.NONE;
  private volatile long retainedBytes;

  /** What the server had written when, as far as that is not read yet. Guarded by this. */
  private final Deque<Sample> unread = new ArrayDeque<>();

  /** Whether everything was read that the server had written at some moment. Guarded by this. */
  private boolean caughtUp;

  private record Sample(Lsn position, Instant at) {}

  /** One value: a phase is never shown with the fault of another. */
  private record Stage(Phase phase, @Nullable String fault) {}

  Progress(@Nullable String slot) {
    this(slot, Clock.systemUTC());
  }

  Progress(@Nullable String slot, InstantSource clock) {
    this.slot = slot;
    this.clock = clock;
  }

  void phase(Phase next, @Nullable String why) {
    stage = new Stage(next, why);
  }

  Phase phase() {
    return stage.phase();
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
    sample(current);
  }

  private synchronized void sample(Lsn current) {
    if (unread.size() < MOST_SAMPLES) {
      unread.addLast(new Sample(current, clock.instant()));
    }
    forgetRead();
  }

  private void forgetRead() {
    Sample oldest = unread.peekFirst();
    while (oldest != null && covers(received, oldest.position())) {
      caughtUp = true;
      unread.removeFirst();
      oldest = unread.peekFirst();
    }
  }

  /** Whether everything that was written up to a position was read with another. */
  static boolean covers(Lsn position, Lsn written) {
    long missing = written.bytesSince(position);
    return missing <= 0 || (missing <= PAGE_HEADER && written.value() % PAGE <= PAGE_HEADER);
  }

  /**
   * For how long something has been written and not read. The newest commit's age tells nothing of
   * it once everything was read: that may be of yesterday, and what came since be nobody's events.
   */
  private synchronized Duration lag() {
    forgetRead();
    Sample oldest = unread.peekFirst();
    if (oldest == null) {
      return Duration.ZERO;
    }
    boolean replaying = !caughtUp && !committedAt.equals(Instant.EPOCH);
    Duration age = Duration.between(replaying ? committedAt : oldest.at(), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
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
    Stage now = stage;
    return new SourceStatus(
        open() ? now.phase() : Phase.STOPPED,
        slot,
        epoch,
        received,
        retainedBytes,
        covers(received, written) ? 0 : written.bytesSince(received),
        lag(),
        now.fault());
  }
}

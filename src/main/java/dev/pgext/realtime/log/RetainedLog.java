package dev.pgext.realtime.log;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.Era.Kept;
import dev.pgext.realtime.log.LogEntry.Committed;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recent transactions in memory. It holds no more than what PostgreSQL would send again after a
 * restart: the position that it gives for confirmation is where its oldest transaction begins.
 *
 * <p>What the dispatcher has not taken is not dropped; instead {@link #awaitRoom} holds up the
 * source. Thread-safe: one lock for the source and the dispatcher, none for {@link #since}.
 */
public final class RetainedLog implements ChangeLog {
  private final Retention retention;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final Condition roomier = lock.newCondition();
  private final IdleMarks marks;

  private volatile Era era = new Era(0, null);
  private Lsn reached = Lsn.NONE;
  private Lsn confirmable = Lsn.NONE;
  private long bytes;
  private boolean followed;
  private @Nullable LogEntry taken;

  /** An empty log, which knows no epoch before a source gives it one. */
  public RetainedLog(Retention retention) {
    this(retention, System::nanoTime);
  }

  RetainedLog(Retention retention, LongSupplier nanoTime) {
    this.retention = retention;
    this.nanoTime = nanoTime;
    this.marks = new IdleMarks(retention);
  }

  @Override
  public void resumed(long epoch, Lsn from) {
    lock.lock();
    try {
      if (era.epoch() != epoch) {
        begin(new Era(epoch, null));
      }
      if (era.floor() == null) {
        era.raiseFloor(from);
        confirmable = from;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void discontinued(long epoch, String reason) {
    lock.lock();
    try {
      begin(new Era(epoch, new Discontinued(epoch, reason)));
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin(Era next) {
    era = next;
    bytes = 0;
    reached = Lsn.NONE;
    confirmable = Lsn.NONE;
    marks.clear();
    roomier.signalAll();
  }

  @Override
  public void transaction(Transaction transaction) {
    Committed entry = new Committed(era.epoch(), transaction);
    long weight = transaction.byteCount();
    lock.lock();
    try {
      if (era.floor() != null && era.knows(transaction.commit())) {
        return;
      }
      if (era.floor() == null) {
        // Nobody said what came before: only what follows it can be promised.
        era.raiseFloor(new Lsn(transaction.commit().value() - 1));
      }
      era.add(new Kept(entry, weight, nanoTime.getAsLong()));
      bytes += weight;
      advance(transaction.commit());
      dropExpired();
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Lsn reached(Lsn position) {
    lock.lock();
    try {
      advance(position);
      marks.add(reached, nanoTime.getAsLong());
      dropExpired();
      return confirmable;
    } finally {
      lock.unlock();
    }
  }

  private void advance(Lsn position) {
    if (position.compareTo(reached) > 0) {
      reached = position;
    }
  }

  private void dropExpired() {
    long now = nanoTime.getAsLong();
    Kept oldest = era.oldest();
    while (oldest != null && expendable(oldest, now) && wasTaken(oldest.commit())) {
      era.dropOldest(oldest);
      bytes -= oldest.bytes();
      confirmable = oldest.commit();
      oldest = era.oldest();
    }
    Lsn held = oldest == null ? null : oldest.commit();
    Lsn idle =
        marks.takeWhile(
            mark ->
                (held == null || mark.position().compareTo(held) < 0)
                    && retention.expired(now - mark.nanos(), reached.bytesSince(mark.position())));
    if (idle != null && idle.compareTo(confirmable) > 0) {
      confirmable = idle;
    }
  }

  private boolean expendable(Kept oldest, long now) {
    return bytes > retention.memoryBytes()
        || retention.expired(now - oldest.arrived(), reached.bytesSince(oldest.commit()));
  }

  /** Whether the dispatcher is past it, or there is none. */
  private boolean wasTaken(Lsn commit) {
    if (!followed) {
      return true;
    }
    return taken instanceof Committed last
        && last.epoch() == era.epoch()
        && commit.compareTo(last.transaction().commit()) <= 0;
  }

  @Override
  public boolean awaitRoom(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (full() && left > 0) {
        left = roomier.awaitNanos(left);
      }
      return !full();
    } finally {
      lock.unlock();
    }
  }

  private boolean full() {
    if (bytes > retention.memoryBytes()) {
      dropExpired();
    }
    return bytes > retention.memoryBytes();
  }

  @Override
  public @Nullable LogEntry next(@Nullable LogEntry position, Duration timeout)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      followed = true;
      taken = position;
      roomier.signalAll();
      long left = timeout.toNanos();
      LogEntry next = era.following(position);
      while (next == null && left > 0) {
        left = appended.awaitNanos(left);
        next = era.following(position);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable LogEntry head() {
    return era.head();
  }

  @Override
  public Replay since(Cursor cursor) {
    Era now = era;
    Replay replay = now.since(cursor);
    return now == era ? replay : era.since(cursor);
  }

  @Override
  public Cursor start() {
    return era.start();
  }

  @Override
  public Cursor end() {
    Era now = era;
    return Cursor.after(now.epoch(), now.end());
  }

  @Override
  public long epoch() {
    return era.epoch();
  }
}

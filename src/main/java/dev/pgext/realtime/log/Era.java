package dev.pgext.realtime.log;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.LogEntry.Committed;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one epoch. One thread changes it, any reads: whoever copies looks at {@link
 * #floor} afterwards, which rises before something goes.
 */
final class Era {
  private static final String TOO_OLD = "The cursor is older than what is kept";

  private final long epoch;
  private final @Nullable Discontinued opening;
  private final ConcurrentSkipListMap<Lsn, Kept> kept = new ConcurrentSkipListMap<>();

  /** Everything committed behind it is here; null before anything is known. */
  private volatile @Nullable Lsn floor;

  /** A transaction, what it weighs and when it came. */
  record Kept(Committed entry, long bytes, long arrived) {
    Lsn commit() {
      return entry.transaction().commit();
    }
  }

  Era(long epoch, @Nullable Discontinued opening) {
    this.epoch = epoch;
    this.opening = opening;
  }

  long epoch() {
    return epoch;
  }

  @Nullable Lsn floor() {
    return floor;
  }

  void raiseFloor(Lsn position) {
    floor = position;
  }

  /** Whether a transaction is here, or was. */
  boolean knows(Lsn commit) {
    return commit.compareTo(end()) <= 0;
  }

  /** The newest commit that is here or was; before the first, where the stream began. */
  Lsn end() {
    Map.Entry<Lsn, Kept> last = kept.lastEntry();
    Lsn start = floor;
    return last != null ? last.getKey() : start == null ? Lsn.NONE : start;
  }

  /** Before everything that is here. */
  Cursor start() {
    Lsn start = floor;
    return Cursor.after(epoch, start == null ? Lsn.NONE : start);
  }

  void add(Kept transaction) {
    kept.put(transaction.commit(), transaction);
  }

  @Nullable Kept oldest() {
    Map.Entry<Lsn, Kept> first = kept.firstEntry();
    return first == null ? null : first.getValue();
  }

  void dropOldest(Kept oldest) {
    floor = oldest.commit();
    kept.remove(oldest.commit());
  }

  @Nullable LogEntry head() {
    Map.Entry<Lsn, Kept> last = kept.lastEntry();
    return last == null ? opening : last.getValue().entry();
  }

  @Nullable LogEntry following(@Nullable LogEntry position) {
    if (position == null || position.epoch() != epoch) {
      return opening == null ? entry(kept.firstEntry()) : opening;
    }
    return switch (position) {
      case Discontinued here -> entry(kept.firstEntry());
      case Committed committed -> entry(kept.higherEntry(committed.transaction().commit()));
    };
  }

  private static @Nullable LogEntry entry(Map.@Nullable Entry<Lsn, Kept> found) {
    return found == null ? null : found.getValue().entry();
  }

  Replay since(Cursor cursor) {
    if (cursor.epoch() != epoch) {
      return new Replay.Resync("The cursor is of another epoch: continuity was lost meanwhile");
    }
    if (below(cursor)) {
      return new Replay.Resync(TOO_OLD);
    }
    if (!knows(cursor.commit())) {
      return new Replay.Resync("The cursor is not from this log");
    }
    boolean inside = cursor.index() != Cursor.END;
    List<Transaction> missed = new ArrayList<>();
    for (Kept found : kept.tailMap(cursor.commit(), inside).values()) {
      missed.add(found.entry().transaction());
    }
    return below(cursor) ? new Replay.Resync(TOO_OLD) : new Replay.Missed(missed);
  }

  /** The end of the transaction at the floor is known, its inside is not. */
  private boolean below(Cursor cursor) {
    Lsn start = floor;
    return start == null || cursor.compareTo(Cursor.after(epoch, start)) < 0;
  }
}

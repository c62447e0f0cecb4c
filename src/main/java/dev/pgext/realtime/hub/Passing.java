package dev.pgext.realtime.hub;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that is being delivered.
 *
 * @param changes all of it
 * @param seen the snapshot of the one whom it is delivered to, if that has later transactions
 */
record Passing(
    long epoch,
    Lsn commit,
    long xid,
    Instant committedAt,
    List<Change> changes,
    @Nullable SeenSnapshot seen) {

  static Passing of(long epoch, Transaction transaction) {
    return of(epoch, transaction, null);
  }

  /** To somebody who has a snapshot, which may reach beyond it. */
  static Passing of(long epoch, Transaction transaction, @Nullable SeenSnapshot seen) {
    return new Passing(
        epoch,
        transaction.commit(),
        transaction.xid(),
        transaction.committedAt(),
        transaction.changes(),
        seen == null || seen.endsBefore(transaction.commit()) ? null : seen);
  }

  /** The beginning of a new epoch, which is no transaction. */
  static Passing of(Discontinued entry, Cursor position) {
    return new Passing(entry.epoch(), position.commit(), 0, Instant.EPOCH, List.of(), null);
  }

  Cursor at(Change change) {
    return new Cursor(epoch, commit, change.index(), seen);
  }

  Cursor begin() {
    return new Cursor(epoch, commit, 0, seen);
  }

  Cursor end() {
    return Cursor.after(epoch, commit).with(seen);
  }
}

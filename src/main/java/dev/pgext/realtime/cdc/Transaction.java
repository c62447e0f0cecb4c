package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A committed transaction.
 *
 * @param commit the end of its commit record
 * @param xid its 32-bit id, as the stream carries it; 0 from a source that has none
 * @param changes in order; only messages and redefinitions where it was too large to keep
 * @param skipped the tables of a transaction too large to keep, whose subscribers need a resync;
 *     empty otherwise
 */
public record Transaction(
    Lsn commit, long xid, Instant committedAt, List<Change> changes, Set<TableShape> skipped) {

  public Transaction {
    changes = List.copyOf(changes);
    skipped = Set.copyOf(skipped);
  }

  /** About how much memory it takes. */
  public long byteCount() {
    long bytes = Change.OVERHEAD;
    for (Change change : changes) {
      bytes += change.byteCount();
    }
    return bytes;
  }
}

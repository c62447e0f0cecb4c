package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects one transaction. Past the limit it keeps no rows any more, only which tables they were
 * of; messages and redefinitions stay, since nobody could get those again. Numbers go on all the
 * same.
 */
final class TransactionBuilder {
  private final long xid;
  private final long limit;
  private final List<Change> changes = new ArrayList<>();
  private final Set<TableShape> tables = new LinkedHashSet<>();
  private long bytes;
  private int next;
  private boolean tooLarge;

  TransactionBuilder(long xid, long limit) {
    this.xid = xid;
    this.limit = limit;
  }

  void row(TableShape table, Operation operation, @Nullable Tuple before, @Nullable Tuple after) {
    tables.add(table);
    add(new Change.Row(next++, table, operation, before, after));
  }

  void truncate(TableShape table) {
    tables.add(table);
    add(new Change.Truncate(next++, table));
  }

  void emit(String prefix, String content) {
    add(new Change.Message(next++, prefix, content));
  }

  void describe(TableShape table) {
    add(new Change.Described(next, table));
  }

  /** A change of something that is no more: it has a number, and nothing to tell. */
  void pass() {
    next++;
  }

  private void add(Change change) {
    if (tooLarge && !staysBeyondLimit(change)) {
      return;
    }
    changes.add(change);
    bytes += change.byteCount();
    if (bytes > limit && !tooLarge) {
      tooLarge = true;
      changes.removeIf(kept -> !staysBeyondLimit(kept));
    }
  }

  private static boolean staysBeyondLimit(Change change) {
    return change instanceof Change.Message || change instanceof Change.Described;
  }

  Transaction build(Lsn commit, Instant committedAt) {
    return new Transaction(commit, xid, committedAt, changes, tooLarge ? tables : Set.of());
  }
}

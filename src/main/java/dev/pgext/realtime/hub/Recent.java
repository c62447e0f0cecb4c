package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The transactions delivered last. With synchronous replication one may be delivered before it can
 * be seen: a snapshot taken then does not have it. Guarded by the hub's boundary.
 */
final class Recent {
  private static final int KEPT = 1_000;

  private final Deque<Transaction> transactions = new ArrayDeque<>();
  private long epoch;

  void add(long newEpoch, Transaction transaction) {
    if (newEpoch != epoch) {
      epoch = newEpoch;
      transactions.clear();
    }
    transactions.addLast(transaction);
    if (transactions.size() > KEPT) {
      transactions.removeFirst();
    }
  }

  /**
   * Those that are not in a snapshot although they were delivered before it was taken.
   *
   * @param position of the dispatcher before that
   */
  Missed missingIn(SeenSnapshot seen, Cursor position) {
    return new Missed(epoch, List.copyOf(transactions), null).upTo(position).without(seen);
  }
}

package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.Replay;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that a subscription has not had.
 *
 * @param seen the snapshot that it has; what that has is not among them
 */
record Missed(long epoch, List<Transaction> transactions, @Nullable SeenSnapshot seen) {
  Missed {
    transactions = List.copyOf(transactions);
  }

  /** Those up to a cursor at a transaction's end. */
  static Missed of(Replay.Missed found, long epoch, Cursor end) {
    return new Missed(epoch, found.transactions(), null).upTo(end);
  }

  /** Those up to a cursor at a transaction's end. */
  Missed upTo(Cursor end) {
    return new Missed(
        epoch,
        only(transactions, transaction -> transaction.commit().compareTo(end.commit()) <= 0),
        seen);
  }

  /** Those that a snapshot does not have. */
  Missed without(SeenSnapshot snapshot) {
    return new Missed(
        epoch,
        only(
            transactions,
            transaction ->
                snapshot.endsBefore(transaction.commit()) || !snapshot.contains(transaction.xid())),
        snapshot);
  }

  private static List<Transaction> only(
      List<Transaction> transactions, Predicate<Transaction> wanted) {
    return transactions.stream().filter(wanted).toList();
  }

  int size() {
    return transactions.size();
  }

  /** One of them on its way; its cursors tell what was seen of later ones. */
  Passing passing(Transaction transaction) {
    return Passing.of(epoch, transaction, seen);
  }
}

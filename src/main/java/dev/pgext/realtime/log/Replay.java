package dev.pgext.realtime.log;

import dev.pgext.realtime.cdc.Transaction;
import java.util.List;

/** The answer to a client's cursor. */
public sealed interface Replay {

  /**
   * Everything behind the cursor. The first transaction is the cursor's own where the cursor lies
   * inside it: changes up to the cursor's index were seen.
   */
  record Missed(List<Transaction> transactions) implements Replay {
    public Missed {
      transactions = List.copyOf(transactions);
    }
  }

  /**
   * The cursor lies outside of what is kept, or belongs to another epoch: the client needs a new
   * snapshot.
   */
  record Resync(String reason) implements Replay {}
}

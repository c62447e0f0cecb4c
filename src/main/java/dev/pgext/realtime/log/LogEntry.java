package dev.pgext.realtime.log;

import dev.pgext.realtime.cdc.Transaction;

/** What a follower of the log sees next. */
public sealed interface LogEntry {

  /** The epoch it belongs to. */
  long epoch();

  /** A transaction. */
  record Committed(long epoch, Transaction transaction) implements LogEntry {}

  /** A new epoch began: everybody needs a resync. */
  record Discontinued(long epoch, String reason) implements LogEntry {}
}

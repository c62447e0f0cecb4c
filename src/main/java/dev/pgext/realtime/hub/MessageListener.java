package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.message.DatabaseMessage;
import java.time.Instant;

/**
 * Hears what transactions published, on the dispatcher's thread and in its order with row changes:
 * what is sent to sockets from here keeps that order. Must not block.
 */
@FunctionalInterface
public interface MessageListener {

  /** A message of a transaction that is committed, and whose signature holds. */
  void broadcast(DatabaseMessage.Broadcast message, Cursor cursor, Instant committedAt);
}

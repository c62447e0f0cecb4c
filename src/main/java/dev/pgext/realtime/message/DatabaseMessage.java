package dev.pgext.realtime.message;

import dev.pgext.pg.QualifiedName;
import org.jspecify.annotations.Nullable;

/** What one of the functions in schema pgext, or a row of realtime.messages, said. */
public sealed interface DatabaseMessage {

  /**
   * An event for a channel.
   *
   * @param payload JSON, as PostgreSQL printed it
   * @param isPrivate whether it is for those who joined the channel as a private one, else for
   *     those who joined it as a public one
   * @param id of its row in realtime.messages; null where there is none
   */
  record Broadcast(
      String channel, String event, String payload, boolean isPrivate, @Nullable String id)
      implements DatabaseMessage {}

  /** A message about a table. */
  sealed interface OfTable extends DatabaseMessage {
    /** The table's oid, unsigned in an int as elsewhere. */
    int oid();

    /** Its name when the message was written. */
    QualifiedName table();
  }

  /** Changes that follow are not delivered. */
  record Gated(int oid, QualifiedName table) implements OfTable {}

  /** Changes that follow are delivered again, after a resync. */
  record Ungated(int oid, QualifiedName table) implements OfTable {}

  /** The table's changes are read from now on. */
  record Watched(int oid, QualifiedName table, boolean fullIdentity) implements OfTable {}

  /** The table's changes are read no more. */
  record Unwatched(int oid, QualifiedName table) implements OfTable {}
}

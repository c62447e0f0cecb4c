package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import java.util.List;

/**
 * Hears what becomes of a subscription. Called at the subscription's place in the socket's stream:
 * what is sent from here comes before later events and after earlier ones. Must not block.
 */
public interface SubscriptionListener {

  /** It is installed: every event behind the cursor follows. */
  void live(Live live);

  /** It has caught up: nothing that happened before is still on its way to the socket's queue. */
  default void settled() {}

  /**
   * It was refused, or ends: a policy or filter failed, rights were lost. Nothing follows.
   *
   * @param error the same as REST answers
   */
  void stopped(ApiError error);

  /** Current rows, in parts; between {@link #live} and the first event. */
  default void snapshot(Part part) {}

  /**
   * What is known when a subscription is live.
   *
   * @param cursor from which on it hears everything
   * @param columns what it sees; empty for a whole schema's tables
   * @param key names of the columns that tell one row from another
   * @param deletesLimited whether some DELETEs cannot be told, because the table does not have
   *     REPLICA IDENTITY FULL
   */
  record Live(Cursor cursor, List<LiveColumn> columns, List<String> key, boolean deletesLimited) {
    public Live {
      columns = List.copyOf(columns);
      key = List.copyOf(key);
    }
  }

  /** A column's name and type, {@code pg_type.typname}. */
  record LiveColumn(String name, String type) {}

  /**
   * Some rows of a snapshot.
   *
   * @param rows a JSON array in UTF-8
   * @param cursor where the events go on
   */
  @SuppressWarnings("ArrayRecordComponent") // the rows are handed on, never compared
  record Part(byte[] rows, Cursor cursor, boolean last) {}
}

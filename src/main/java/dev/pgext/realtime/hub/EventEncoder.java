package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes a subscription's events in its protocol. Equal encoders write equal frames: subscriptions
 * that differ in nothing else share one frame for each event, so make it a record of what the
 * frames depend on (a subscription's id, a topic and a binding). Pure and thread-safe.
 */
public interface EventEncoder {

  /** A row changed. */
  Frame row(RowEvent event);

  /** The table was truncated; null where the protocol has no such event. */
  @Nullable Frame truncated(TableShape table, Cursor cursor, Instant committedAt);

  /** Something was missed, and a new snapshot is needed; null where the protocol cannot say so. */
  @Nullable Frame resync(long epoch, Cursor cursor, String reason);

  /** A transaction that has events begins; only for subscriptions that want marks. */
  default @Nullable Frame begin(long xid, Cursor cursor, Instant committedAt) {
    return null;
  }

  /** The transaction ends. */
  default @Nullable Frame commit(long xid, Cursor cursor, Instant committedAt) {
    return null;
  }
}

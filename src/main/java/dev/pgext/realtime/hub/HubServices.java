package dev.pgext.realtime.hub;

import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.log.ChangeLog;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.visibility.Visibility;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What the hub works with and does not own.
 *
 * @param limit how many subscriptions a socket may have
 */
record HubServices(
    ChangeLog log,
    Binder binder,
    Visibility visibility,
    MissingValues missing,
    SnapshotReader snapshots,
    Messages messages,
    MessageListener listener,
    IntSupplier limit,
    Observer observer,
    Traffic traffic) {

  /** Reads what transactions say. */
  @FunctionalInterface
  interface Messages {
    Optional<DatabaseMessage> read(Change.Message message, long xid);
  }
}

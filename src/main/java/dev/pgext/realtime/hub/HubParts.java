package dev.pgext.realtime.hub;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Executor;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.log.ChangeLog;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.row.ExoticValues;
import dev.pgext.realtime.row.FilterRules;
import dev.pgext.realtime.row.TypeRegistry;
import dev.pgext.realtime.visibility.Visibility;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a hub over a database is made of.
 *
 * @param catalog gives null before the first is loaded
 * @param pool to a server that accepts writes: others know nothing of what was just committed
 * @param queued whether changes come from the queue, where cursors are no positions of the
 *     write-ahead log
 * @param messages reads what transactions say, by the message and the transaction's id
 */
public record HubParts(
    ChangeLog log,
    Supplier<Config> config,
    Supplier<RoleSettings> roles,
    Supplier<@Nullable Catalog> catalog,
    ConnectionPool pool,
    Executor executor,
    TypeRegistry types,
    Visibility visibility,
    BiFunction<Change.Message, Long, Optional<DatabaseMessage>> messages,
    MessageListener listener,
    BooleanSupplier queued,
    Observer observer,
    Traffic traffic) {

  HubServices services() {
    RestRead rest =
        new RestRead(() -> new RestRead.Snapshots(config.get(), roles.get(), catalog.get()));
    return new HubServices(
        log,
        new DatabaseBinder(config, pool, rest, visibility, printing()),
        visibility,
        new TableValues(pool),
        new RestSnapshots(rest, executor, pool, queued),
        (message, xid) -> messages.apply(message, xid),
        listener,
        () -> config.get().realtime().connections().maxSubscriptions(),
        observer,
        traffic);
  }

  private DatabaseBinder.Printing printing() {
    return new DatabaseBinder.Printing(
        types,
        new FilterRules(pool::use, types, this::loadedCatalog),
        new ExoticValues(pool::use, config.get().database().extraSearchPath()));
  }

  private Catalog loadedCatalog() {
    Catalog loaded = catalog.get();
    if (loaded == null) {
      throw new UnavailableError.CatalogMissing().asException();
    }
    return loaded;
  }
}

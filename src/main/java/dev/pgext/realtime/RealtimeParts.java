package dev.pgext.realtime;

import dev.pgext.auth.Authenticator;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.exec.Executor;
import dev.pgext.observe.Observer;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What realtime works with and does not own.
 *
 * @param catalog gives null before the first is loaded
 * @param server opens connections of the server's role, where writes are accepted
 * @param source opens the replication connection, as a role with REPLICATION
 * @param product the server's name and version
 */
public record RealtimeParts(
    Supplier<Config> config,
    Supplier<Authenticator> authenticator,
    Supplier<RoleSettings> roles,
    Supplier<@Nullable Catalog> catalog,
    ConnectionPool pool,
    Executor executor,
    Connector server,
    Connector source,
    String product,
    InstantSource clock,
    Observer observer) {}

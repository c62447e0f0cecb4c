package dev.pgext.cli;

import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.CatalogJson;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigDump;
import dev.pgext.config.LoadedConfig;
import dev.pgext.error.ApiException;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.observe.LogWriter;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.pg.connect.ConnectionSettingsException;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Supplier;

/** Prints what a server would work with, and is done. */
final class Dump {
  private final Configuration configuration;
  private final Observer observer;
  private final Supplier<ConnectionTarget> target;

  /**
   * @param target asked for only where the database is
   */
  Dump(Launch launch, LoadedConfig loaded, Supplier<ConnectionTarget> target) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    this.configuration =
        new Configuration(launch.sources(), loaded, new TokenCacheStatistics(), clock);
    LogWriter log = Logs.writer(loaded.config(), configuration::config, clock);
    this.observer =
        observation -> {
          if (!(observation instanceof Observation.ConfigReloaded)) {
            log.observe(observation);
          }
        };
    this.target = target;
  }

  /** Prints the configuration, with the database's settings in it if it can be asked for them. */
  int config(ConfigDump.Keys keys, PrintWriter out) {
    if (configuration.config().database().config().enabled()) {
      try (ConnectionPool pool = pool()) {
        reloader(pool).reload();
      } catch (ConnectionSettingsException e) {
        observer.observe(
            new Observation.ConfigReadFailed(new UnavailableError.Connection(e.getMessage())));
      }
    }
    out.print(ConfigDump.print(configuration.config(), keys));
    out.flush();
    return 0;
  }

  /** Prints the schema cache as JSON. */
  int schemaCache(PrintWriter out) {
    try (ConnectionPool pool = pool()) {
      if (configuration.config().database().config().enabled()) {
        reloader(pool).reload();
      }
      byte[] json =
          CatalogJson.bytes(
              pool.use(connection -> CatalogLoader.load(connection, configuration.config())));
      out.println(new String(json, StandardCharsets.UTF_8));
      out.flush();
      return 0;
    } catch (ApiException e) {
      Config.Database database = configuration.config().database();
      observer.observe(
          new Observation.CatalogLoadFailed(
              database.schemas(), database.extraSearchPath(), e.error()));
      return 1;
    }
  }

  private ConfigReloader reloader(ConnectionPool pool) {
    return new ConfigReloader(configuration, new DatabaseQueries(pool), observer, fresh -> {});
  }

  private ConnectionPool pool() {
    Config.Database settings = configuration.config().database();
    return new ConnectionPool(new Connector(target.get(), settings), settings.pool(), observer);
  }
}

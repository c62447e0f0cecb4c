package dev.pgext.cli;

import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigException;
import dev.pgext.error.ApiException;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again, from its files and from the database; a faulty one is reported,
 * and the one in force stays. Thread-safe: one reload after the other.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/configuration.html#configuration-reloading">PostgREST:
 *     configuration reloading</a>
 */
final class ConfigReloader {
  private final Configuration configuration;
  private final DatabaseQueries database;
  private final Observer observer;
  private final Consumer<Config> reloaded;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, String> lastSettings = Map.of();

  /**
   * A reloader.
   *
   * @param reloaded is given each configuration that came in force
   */
  ConfigReloader(
      Configuration configuration,
      DatabaseQueries database,
      Observer observer,
      Consumer<Config> reloaded) {
    this.reloaded = reloaded;
    this.configuration = configuration;
    this.database = database;
    this.observer = observer;
  }

  /** Reads all sources; what the database cannot tell now stays as it told last. */
  void reload() {
    read(configuration::reload);
  }

  /** Asks the database only: the other sources were just read. */
  void complete() {
    read(configuration::complete);
  }

  /** How what the database says comes in force; lines that its user should see. */
  @FunctionalInterface
  private interface Use {
    List<String> of(Map<String, String> database, @Nullable RoleSettings roles);
  }

  private void read(Use use) {
    lock.lock();
    try {
      Config.InDatabase inDatabase = configuration.config().database().config();
      RoleSettings roles = null;
      if (inDatabase.enabled()) {
        lastSettings = settings(inDatabase);
        roles = roles();
      }
      List<String> warnings = use.of(lastSettings, roles);
      if (!warnings.isEmpty()) {
        observer.observe(new Observation.Warning(warnings));
      }
      reloaded.accept(configuration.config());
      observer.observe(new Observation.ConfigReloaded());
    } catch (ConfigException e) {
      observer.observe(new Observation.ConfigInvalid(String.valueOf(e.getMessage())));
    } finally {
      lock.unlock();
    }
  }

  private Map<String, String> settings(Config.InDatabase inDatabase) {
    try {
      return database.settings(inDatabase.preConfig());
    } catch (ApiException e) {
      observer.observe(new Observation.ConfigReadFailed(e.error()));
      return lastSettings;
    }
  }

  private @Nullable RoleSettings roles() {
    try {
      return database.roleSettings();
    } catch (ApiException e) {
      observer.observe(new Observation.RoleSettingsFailed(e.error()));
      return null;
    }
  }
}

package dev.pgext.cli;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigException;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.http.RestState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is in force: configuration, roles' settings, authenticator and schema cache, exchanged
 * together so that a request sees what belongs together. Thread-safe.
 */
final class Configuration {
  private final ConfigSources sources;
  private final TokenCacheStatistics tokens;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private RoleSettings roles = new RoleSettings(Map.of());
  private Authenticator authenticator;
  private volatile RestState state;

  /**
   * Reads the sources for the first time.
   *
   * @throws ConfigException with every fault found
   */
  Configuration(
      ConfigSources sources, LoadedConfig first, TokenCacheStatistics tokens, InstantSource clock) {
    this.sources = sources;
    this.tokens = tokens;
    this.clock = clock;
    this.authenticator = authenticator(first.config());
    this.state = new RestState(first.config(), roles, authenticator, null, Program.version());
  }

  RestState state() {
    return state;
  }

  Config config() {
    return state.config();
  }

  /** Verifies tokens. */
  Authenticator authenticator() {
    lock.lock();
    try {
      return authenticator;
    } finally {
      lock.unlock();
    }
  }

  /** What PostgreSQL has set for roles. */
  RoleSettings roles() {
    lock.lock();
    try {
      return roles;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a new schema cache in force. */
  void use(Catalog catalog) {
    lock.lock();
    try {
      state = new RestState(config(), roles, authenticator, catalog, Program.version());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds what the database says to what the other sources said a moment ago.
   *
   * @param database as for {@link #reload}
   */
  List<String> complete(Map<String, String> database, @Nullable RoleSettings newRoles) {
    lock.lock();
    try {
      if (!database.isEmpty()) {
        return reload(database, newRoles);
      }
      roles = newRoles == null ? roles : newRoles;
      state = new RestState(config(), roles, authenticator, state.catalog(), Program.version());
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the sources again and puts what they give in force.
   *
   * @param database settings of the database by name
   * @param newRoles null where they are as before
   * @return lines that its user should see
   * @throws ConfigException with every fault found; what was in force stays
   */
  List<String> reload(Map<String, String> database, @Nullable RoleSettings newRoles) {
    lock.lock();
    try {
      LoadedConfig loaded = ConfigLoader.reload(config(), sources.withDatabase(database));
      Config fresh = loaded.config();
      Authenticator next = authenticator.decidesAsBy(fresh) ? authenticator : authenticator(fresh);
      roles = newRoles == null ? roles : newRoles;
      authenticator = next;
      state = new RestState(fresh, roles, next, state.catalog(), Program.version());
      return loaded.deprecations();
    } finally {
      lock.unlock();
    }
  }

  private Authenticator authenticator(Config config) {
    try {
      return new Authenticator(config, clock, tokens);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
  }
}

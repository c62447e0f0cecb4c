package dev.pgext.cli;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogListener;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.catalog.CatalogSource;
import dev.pgext.catalog.CatalogSummary;
import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.FatalReason;
import dev.pgext.observe.Observer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Loads the schema cache: asks the server for its version, reads the configuration in it, then its
 * catalogs. Connections are replaced before, once for each load, however many notifications asked
 * for it: roles and databases may have other settings now, and each connection keeps what it knew
 * of the old schema. Called on the catalog holder's thread only.
 */
final class CatalogReloader implements CatalogSource, CatalogListener {
  private static final int OLDEST = 140000;
  private static final int FATAL = 1;

  private final Configuration configuration;
  private final ConfigReloader config;
  private final ConnectionPool pool;
  private final DatabaseQueries database;
  private final Observer observer;
  private final Ending ending;
  private final Program program;
  private final Awaiting listening;
  private final AtomicLong retrySeconds = new AtomicLong(1);
  private volatile boolean read;
  private boolean tried;
  private boolean warned;

  /** Waits for something that is under way. */
  @FunctionalInterface
  interface Awaiting {
    /** Returns when it is there, or will not be for long. */
    void await() throws InterruptedException;
  }

  /**
   * A reloader.
   *
   * @param listening for notifications: those of what changes while it is read are to be heard
   */
  CatalogReloader(
      Configuration configuration,
      ConfigReloader config,
      ConnectionPool pool,
      Observer observer,
      Ending ending,
      Program program,
      Awaiting listening) {
    this.listening = listening;
    this.configuration = configuration;
    this.config = config;
    this.pool = pool;
    this.database = new DatabaseQueries(pool);
    this.observer = observer;
    this.ending = ending;
    this.program = program;
  }

  /** Seconds until the next attempt, for Retry-After. */
  long retrySeconds() {
    return retrySeconds.get();
  }

  /** Whether the catalogs were read, were it only in part. Any thread may ask. */
  boolean hasRead() {
    return read;
  }

  @Override
  public Catalog load() throws InterruptedException {
    // The first time, sessions and settings are as new as the process.
    boolean again = tried;
    tried = true;
    if (again) {
      pool.flush();
    }
    askVersion();
    if (configuration.config().database().config().enabled()) {
      if (again) {
        config.reload();
      } else {
        config.complete();
      }
    }
    Config current = configuration.config();
    listening.await();
    long began = System.nanoTime();
    read = true;
    try {
      Catalog catalog = pool.use(connection -> CatalogLoader.load(connection, current));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      observer.observe(new Observation.CatalogQueried(took, Map.of()));
      return catalog;
    } catch (ApiException e) {
      observer.observe(
          new Observation.CatalogLoadFailed(
              current.database().schemas(), current.database().extraSearchPath(), e.error()));
      throw e;
    }
  }

  private void askVersion() {
    DatabaseQueries.Version version;
    try {
      version = database.version();
    } catch (ApiException e) {
      observer.observe(new Observation.VersionQueryFailed(e.error()));
      endIfHopeless(e.error());
      throw e;
    }
    if (version.number() < OLDEST) {
      observer.observe(new Observation.UnsupportedPostgres(version.name(), "14.0"));
      ending.ask(FATAL);
    }
    observer.observe(new Observation.DatabaseConnected(version.name()));
    observer.observe(new Observation.PoolInitialized(pool.maximum()));
  }

  /**
   * The login role must be a mere door: what it may do itself, a faulty switch would let through.
   * That is told beside the first requests, which do not wait for it.
   */
  private void warnOnce() {
    if (program == Program.PGEXT && !warned) {
      warned = true;
      Thread.ofVirtual().name("login-role").start(this::warn);
    }
  }

  private void warn() {
    try {
      database.loginRoleFault().ifPresent(observer::observe);
    } catch (ApiException gone) {
      // Others tell that the database is; a warning is not worth another attempt.
      return;
    }
  }

  private void endIfHopeless(ApiError error) {
    String text = error.details() == null ? "" : error.details().asText();
    if (text.contains("password authentication failed") || text.contains("no password supplied")) {
      observer.observe(new Observation.FatalDatabase(FatalReason.AUTHENTICATION, error));
      ending.ask(FATAL);
      return;
    }
    if (!configuration.config().database().pool().automaticRecovery()) {
      observer.observe(new Observation.RecoveryDisabled());
      ending.ask(FATAL);
    }
  }

  @Override
  public void loaded(Catalog catalog, Duration took) {
    long began = System.nanoTime();
    configuration.use(catalog);
    String summary = CatalogSummary.of(catalog).toString();
    retrySeconds.set(1);
    Duration use = Duration.ofNanos(System.nanoTime() - began);
    observer.observe(new Observation.CatalogLoaded(use, summary));
    warnOnce();
  }

  @Override
  public Recovery failed(Exception failure) {
    if (!(failure instanceof ApiException)) {
      observer.observe(new Observation.Failure("the schema cache", failure));
    }
    boolean retry = !ending.asked() && configuration.config().database().pool().automaticRecovery();
    return retry ? Recovery.RETRY : Recovery.GIVE_UP;
  }

  @Override
  public void retrying(Duration delay) {
    retrySeconds.set(delay.toSeconds());
    observer.observe(new Observation.ConnectionRetry(delay.toSeconds()));
  }
}

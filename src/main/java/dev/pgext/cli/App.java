package dev.pgext.cli;

import dev.pgext.admin.AdminPages;
import dev.pgext.admin.AdminSources;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogHolder;
import dev.pgext.catalog.CatalogJson;
import dev.pgext.config.Config;
import dev.pgext.config.LoadedConfig;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.exec.Executor;
import dev.pgext.http.Answer;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.Listen;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.LogWriter;
import dev.pgext.observe.Metrics;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.observe.TokenCacheState;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running server: makes every part, starts them in order and stops them in reverse. The only
 * place that knows them all. Confined to the thread that runs it.
 */
final class App implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Program program;
  private final LoadedConfig first;
  private final Ending ending = new Ending();
  private final Configuration configuration;
  private final Metrics metrics;
  private final Observer observer;
  private final ConnectionPool pool;
  private final DatabaseQueries database;
  private final ConfigReloader config;
  private final CatalogReloader catalogReloader;
  private final CatalogHolder catalogs;
  private final ListenerSwitch listener;
  private final ErrorWriter errors;
  private @Nullable WebServer api;
  private @Nullable WebServer admin;

  /** Makes the parts; nothing is started yet. */
  App(Program program, Launch launch, LoadedConfig first, ConnectionTarget target) {
    this.program = program;
    this.first = first;
    TokenCacheStatistics tokens = new TokenCacheStatistics();
    Clock clock = Clock.system(ZoneId.systemDefault());
    this.configuration = new Configuration(launch.sources(), first, tokens, clock);
    LogWriter log = Logs.writer(first.config(), configuration::config, clock);
    LateMetrics late = new LateMetrics();
    this.observer = Observer.all(log, late);
    observer.observe(new Observation.Starting(program.product()));
    Config.Database settings = first.config().database();
    Connector connector =
        new Connector(target.withFallbackApplicationName(program.product()), settings);
    this.pool = new ConnectionPool(connector, settings.pool(), observer);
    this.metrics =
        new Metrics(pool, new TokenCacheState(tokens::requests, tokens::hits, tokens::evictions));
    late.use(metrics);
    this.database = new DatabaseQueries(pool);
    this.config = new ConfigReloader(configuration, database, observer, this::configReloaded);
    this.catalogReloader =
        new CatalogReloader(configuration, config, pool, observer, ending, program);
    this.catalogs =
        new CatalogHolder(catalogReloader, catalogReloader, CatalogHolder.Pace.standard());
    this.listener =
        new ListenerSwitch(
            new Connector(
                target.withFallbackApplicationName(program.product()).toPrimary(), settings),
            new ListenerReloads(catalogs, this::reloadConfig, this::lost),
            observer);
    this.errors = new ErrorWriter(() -> configuration.config().clientErrorVerbosity());
  }

  /** Runs until it is told to end; the exit status. */
  int run() throws InterruptedException {
    handleSignals();
    try {
      start();
    } catch (IOException e) {
      System.err.println(program.command() + ": " + Faults.text(e));
      return 1;
    }
    return ending.await();
  }

  /** Asks {@link #run} to return that exit status. Any thread may. */
  void end(int exitStatus) {
    ending.ask(exitStatus);
  }

  /**
   * Starts the parts, and returns when the API answers, were it only that it has no schema cache.
   */
  void start() throws IOException, InterruptedException {
    warn();
    listener.follow(configuration.config().database().channel());
    startAdmin();
    catalogs.start();
    RestServices services = rest();
    WebServer server =
        new WebServer(apiSettings(), new RestPipeline(configuration::state, services));
    api = server;
    WarmUp.run(first.config());
    awaitCatalog();
    Rehearsal rehearsal = new Rehearsal(configuration::state, services);
    Thread.ofPlatform().name("pgext-rehearsal").daemon().start(rehearsal);
    if (!ending.asked()) {
      observer.observe(new Observation.ApiListening(server.start()));
    }
  }

  /** Who calls it postgrest expects PostgREST's lines only. */
  private void warn() {
    List<String> lines = new ArrayList<>(first.deprecations());
    if (program == Program.PGEXT) {
      lines.addAll(first.warnings());
    }
    if (!lines.isEmpty()) {
      observer.observe(new Observation.Warning(lines));
    }
  }

  /**
   * Clients that come before the first attempt would only hear that there is no schema cache. Where
   * another process serves the port still, there must be one.
   */
  private void awaitCatalog() throws InterruptedException {
    boolean reusesPort = first.config().server().reusePort();
    catalogs.awaitFirstAttempt(FOREVER);
    while (reusesPort && catalogs.current() == null && !ending.asked()) {
      Thread.sleep(Duration.ofMillis(50));
    }
  }

  /** Takes the process's signals: the end, and the two kinds of reload. */
  private void handleSignals() {
    for (String name : new String[] {"TERM", "INT"}) {
      Signals.handle(
          name,
          () -> {
            observer.observe(new Observation.TerminationSignal("SIG" + name));
            ending.ask(0);
          });
    }
    Signals.handle("USR1", catalogs::reload);
    Signals.handle("USR2", this::reloadConfig);
  }

  private void configReloaded(Config fresh) {
    listener.follow(fresh.database().channel());
  }

  private void reloadConfig() {
    Thread.ofVirtual().name("config").start(config::reload);
  }

  /** Requests cannot reach the database. A load that failed is tried again without being asked. */
  private void reconnect() {
    if (catalogs.state() == CatalogHolder.State.LOADED) {
      catalogs.reload();
    }
  }

  /** The database went away, and without recovery the process goes, too. */
  private void lost() {
    if (!configuration.config().database().pool().automaticRecovery()) {
      observer.observe(new Observation.RecoveryDisabled());
      ending.ask(1);
    }
  }

  private void startAdmin() throws IOException {
    Config.Admin settings = first.config().admin();
    if (!settings.enabled()) {
      return;
    }
    Listen listen =
        settings.unixSocket() != null
            ? new Listen.Unix(settings.unixSocket(), settings.unixSocketMode())
            : new Listen.Tcp(settings.host(), settings.port() == null ? 0 : settings.port(), false);
    AdminPages pages = new AdminPages(adminSources());
    WebServer server =
        new WebServer(
            settings(listen), (head, body) -> new Answer(pages.page(head.path()), null, false));
    admin = server;
    observer.observe(new Observation.AdminListening(server.start()));
  }

  private AdminSources adminSources() {
    return new AdminSources(
        () -> api != null && api.accepting(),
        () -> catalogs.state() == CatalogHolder.State.LOADED && databaseAnswers(),
        metrics::page,
        () -> Redaction.dump(configuration.config()),
        this::schemaCache);
  }

  private boolean databaseAnswers() {
    return listener.on() ? listener.listening() : database.answers();
  }

  private byte[] schemaCache() {
    Catalog catalog = catalogs.current();
    return catalog == null ? new byte[0] : CatalogJson.bytes(catalog);
  }

  private WebServerSettings apiSettings() {
    Config.Server server = first.config().server();
    return settings(
        server.unixSocket() != null
            ? new Listen.Unix(server.unixSocket(), server.unixSocketMode())
            : new Listen.Tcp(server.host(), server.port(), server.reusePort()));
  }

  private WebServerSettings settings(Listen listen) {
    return new WebServerSettings(
        listen, first.config().limits(), program.server(), errors, observer);
  }

  private RestServices rest() {
    Executor executor = new Executor(pool, configuration::config);
    return new RestServices(
        executor::execute,
        observer,
        errors,
        Program.version(),
        catalogReloader::retrySeconds,
        this::reconnect);
  }

  /** The API's port; negative where it has none. */
  int port() {
    return api == null ? -1 : api.port();
  }

  /** The admin server's port; negative where it has none. */
  int adminPort() {
    return admin == null ? -1 : admin.port();
  }

  /** The API comes last, so that its port is refused for the shortest time. */
  @Override
  public void close() {
    Closing.all(admin, listener, catalogs, api, pool);
  }
}

package dev.pgext.cli;

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
import dev.pgext.http.Endpoint;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.Listen;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.Metrics;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.observe.TokenCacheState;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.RealtimeParts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * The running server: makes every part, starts them in order and stops them in reverse. The only
 * place that knows them all. Confined to the thread that runs it.
 */
final class App implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final Duration LISTENER_LEAD = Duration.ofSeconds(1);

  private final Program program;
  private final LoadedConfig first;
  private final ConnectionEnvironment environment;
  private final Ending ending = new Ending();
  private final Clock clock;
  private final Configuration configuration;
  private final Metrics metrics;
  private final Executor executor;
  private final Observer observer;
  private final ConnectionPool pool;
  private final Connector primary;
  private final DatabaseQueries database;
  private final ConfigReloader config;
  private final CatalogReloader catalogReloader;
  private final CatalogHolder catalogs;
  private final ListenerSwitch listener;
  private final ErrorWriter errors;
  private @Nullable WebServer api;
  private volatile boolean listening;
  private @Nullable AdminServer admin;
  private @Nullable SqlInstallation installation;
  private @Nullable WarmUp warmUp;
  private @Nullable RealtimeServer realtime;
  private final BrowserPages pages;
  private final Additions additions;
  private final ServerLog log;
  private final Traffic traffic = new Traffic();

  /** Makes the parts; nothing is started yet. */
  App(Program program, Launch launch, LoadedConfig first, ConnectionTarget target) {
    this(program, launch, first, target, Additions.NONE);
  }

  /** Makes the parts, and adds some; nothing is started yet. */
  App(
      Program program,
      Launch launch,
      LoadedConfig first,
      ConnectionTarget target,
      Additions additions) {
    this.program = program;
    this.additions = additions;
    this.first = first;
    this.environment = launch.connectionEnvironment();
    TokenCacheStatistics tokens = new TokenCacheStatistics();
    this.clock = Clock.system(ZoneId.systemDefault());
    this.configuration = new Configuration(launch.sources(), first, tokens, clock);
    this.log =
        new ServerLog(program, launch.sources().directory(), first, configuration::config, clock);
    this.observer = Observer.all(log.observer(additions.shown()), traffic);
    tokens.report(observer);
    observer.observe(new Observation.Starting(program.product()));
    Config.Database settings = first.config().database();
    Connector connector =
        new Connector(target.withFallbackApplicationName(program.product()), settings);
    this.pool = new ConnectionPool(connector, settings.pool(), observer);
    this.metrics =
        new Metrics(pool, new TokenCacheState(tokens::requests, tokens::hits, tokens::evictions));
    log.use(metrics);
    this.executor = new Executor(pool, configuration::config);
    this.database = new DatabaseQueries(pool);
    this.config = new ConfigReloader(configuration, database, observer, this::configReloaded);
    this.catalogReloader =
        new CatalogReloader(
            configuration, config, pool, observer, ending, program, this::awaitListener);
    this.catalogs =
        new CatalogHolder(catalogReloader, catalogReloader, CatalogHolder.Pace.standard());
    this.primary =
        new Connector(target.withFallbackApplicationName(program.product()).toPrimary(), settings);
    this.pages =
        new BrowserPages(program, first.config(), additions.frontend(), primary, pool, observer);
    this.listener =
        new ListenerSwitch(
            primary,
            new ListenerReloads(catalogs, catalogReloader, pages, this::reloadConfig, this::lost),
            observer);
    this.errors = new ErrorWriter(() -> configuration.config().clientErrorVerbosity());
  }

  /** Whose process is called postgrest wants none. */
  private @Nullable RealtimeServer realtime() {
    Config.Realtime settings = first.config().realtime();
    if (program != Program.PGEXT || !settings.enabled()) {
      return null;
    }
    String uri = settings.source().uri();
    Connector source =
        uri == null
            ? primary
            : new Connector(
                ConnectionTarget.parse(uri, environment)
                    .withFallbackApplicationName(program.product())
                    .toPrimary(),
                first.config().database());
    RealtimeServer made =
        new RealtimeServer(
            new RealtimeParts(
                configuration::config,
                configuration::authenticator,
                configuration::roles,
                () -> configuration.state().catalog(),
                pool,
                executor,
                primary,
                source,
                program.product(),
                clock,
                observer));
    metrics.show(made.meters());
    traffic.follow(made::deliveries);
    return made;
  }

  /** Runs until it is told to end; the exit status. */
  int run() throws InterruptedException {
    return run(() -> {});
  }

  /**
   * Runs until it is told to end; the exit status.
   *
   * @param started runs when the API answers
   */
  int run(Runnable started) throws InterruptedException {
    handleSignals();
    try {
      start();
      started.run();
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
    // What else there is to make, while the schema cache is on its way.
    realtime = realtime();
    RestServices services = rest();
    Endpoint rest = new RestPipeline(configuration::state, services);
    WebServer server =
        new WebServer(apiSettings(), pages.before(rest, configuration::state), upgrades());
    api = server;
    server.prepare();
    WarmUp.loadClasses(first.config());
    pages.reload();
    awaitCatalog();
    pages.awaitFirstAttempt();
    warmUp = new WarmUp(additions.warmUp(), configuration::state, services, traffic);
    Thread.ofPlatform().name("pgext-warm-up").daemon().start(warmUp);
    if (!ending.asked()) {
      additions.listening().run();
      observer.observe(new Observation.ApiListening(server.start()));
      listening = true;
      startRealtime();
    }
  }

  private List<Handler> upgrades() {
    List<Handler> all = new ArrayList<>(additions.handlers());
    if (realtime != null) {
      all.addAll(realtime.handlers());
    }
    return all;
  }

  /** In the background: the API neither waits for it nor fails with it. */
  private void startRealtime() throws IOException {
    RealtimeServer server = realtime;
    if (server == null) {
      return;
    }
    Integer port = first.config().realtime().port();
    if (port != null) {
      Listen listen = new Listen.Tcp(first.config().server().host(), port, false);
      observer.observe(new Observation.ApiListening(server.listen(settings(listen), errors)));
    }
    installSql(server);
  }

  private void installSql(RealtimeServer server) {
    Config.Realtime settings = first.config().realtime();
    if (SqlInstallation.wanted(program, settings)) {
      Config.Source source = settings.source();
      String reader = source.uri() == null ? null : reader(source.uri());
      installation =
          new SqlInstallation(primary, source.publication(), reader, observer, server::start);
      installation.start();
    } else {
      Thread.ofPlatform().name("pgext-realtime-start").daemon().start(server::start);
    }
  }

  private String reader(String uri) {
    return ConnectionTarget.parse(uri, environment).user();
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
    Signals.handle("USR1", this::reloadDatabase);
    Signals.handle("USR2", this::reloadConfig);
  }

  private void configReloaded(Config fresh) {
    listener.follow(fresh.database().channel());
  }

  /** Reads anew what the database has to say. Any thread may. */
  void reloadDatabase() {
    catalogs.reload();
    pages.reload();
  }

  /** Once the listener hears, what is read need not be read again: {@link ListenerReloads}. */
  private void awaitListener() throws InterruptedException {
    listener.awaitFirstAttempt(LISTENER_LEAD);
  }

  /** Reads the settings anew, in the background. Any thread may. */
  void reloadConfig() {
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
    AdminServer server =
        AdminServer.of(first.config().admin(), this::settings, adminSources(), log.ring());
    admin = server;
    if (server != null) {
      observer.observe(new Observation.AdminListening(server.start()));
    }
  }

  private AdminSources adminSources() {
    return new AdminSources(
        () -> api != null && api.accepting(),
        this::ready,
        metrics::page,
        () -> Redaction.dump(configuration.config()),
        this::schemaCache);
  }

  /**
   * Whether there is nothing more to load. That the API is about to listen heals by itself, too.
   */
  private boolean ready() {
    return listening && catalogs.state() == CatalogHolder.State.LOADED && databaseAnswers();
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
    return new RestServices(
        executor::execute,
        observer,
        errors,
        Program.version(),
        catalogReloader::retrySeconds,
        this::reconnect);
  }

  /** The schema cache in force; null before the first. */
  @Nullable Catalog catalog() {
    return catalogs.current();
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
    Closing.all(warmUp, admin, listener, installation, catalogs, pages, realtime, api, pool, log);
  }
}

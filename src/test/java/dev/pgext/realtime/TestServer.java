package dev.pgext.realtime;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.exec.Executor;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.Listen;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.RestState;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.install.Installer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A whole server on a database of its own: REST and realtime on one port. The login role may only
 * switch roles; changes are read by the superuser.
 */
public final class TestServer implements AutoCloseable {
  public static final String SECRET = "reallyreallyreallyreallyverysafe";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE = 2_000_000;

  /** Names who reads changes among the settings; no setting of the server's. */
  private static final String READER = "reader";

  /** And how often, in milliseconds, what the stream does not tell is looked for. */
  private static final String LOOK = "look";

  private static final RoleSettings NO_SETTINGS = new RoleSettings(Map.of());

  private static final Queue<Throwable> BUGS = new ConcurrentLinkedQueue<>();
  private final TestDatabase database;
  private final Map<String, String> settings;
  private @Nullable Parts parts;
  private final int port = TestPorts.next();

  /** What the clock says by which tokens end, once it was stopped. */
  private volatile @Nullable Instant stopped;

  private record Parts(ConnectionPool pool, Realtime realtime, WebServer web) {}

  private record Snapshots(
      Config config, RoleSettings roles, Authenticator authenticator, Catalog catalog) {}

  private TestServer(TestDatabase database, Map<String, String> settings) {
    this.database = database;
    this.settings = settings;
  }

  /** A server over a new database in which a script was run; roles anon, alice and bob exist. */
  public static TestServer start(int version, String sql, Map<String, String> settings) {
    TestDatabase database = TestPostgres.version(version).createDatabase();
    database.execute(
        """
        DO $$ BEGIN
          CREATE ROLE login LOGIN NOINHERIT; CREATE ROLE anon; CREATE ROLE alice; CREATE ROLE bob;
          GRANT anon, alice, bob TO login;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        GRANT USAGE ON SCHEMA public TO anon, alice, bob;
        """);
    try (Connection connection = database.connect()) {
      new Installer().install(connection, "pgext");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.execute(sql);
    TestServer server = new TestServer(database, settings);
    server.open();
    return server;
  }

  public static TestServer start(int version, String sql) {
    return start(version, sql, Map.of());
  }

  /** A server that reads changes as another role than the superuser. */
  static TestServer startReadingAs(String reader, int version, String sql) {
    return start(version, sql, Map.of(READER, reader));
  }

  /** A server that looks often for what the stream does not tell. */
  static TestServer startLookingOften(int version, String sql) {
    return start(version, sql, Map.of(LOOK, "500"));
  }

  /** The same, once it takes websockets. */
  public TestServer streaming() {
    awaitStreaming();
    return this;
  }

  /** Starts what {@link #stop} stopped, on the same port. */
  public void open() {
    Config config = config();
    ConnectionPool pool = pool(config);
    Catalog catalog = pool.use(connection -> CatalogLoader.load(connection, config));
    Executor executor = new Executor(pool, () -> config);
    Authenticator authenticator =
        new Authenticator(config, Clock.systemUTC(), new TokenCacheStatistics());
    Snapshots snapshots = new Snapshots(config, NO_SETTINGS, authenticator, catalog);
    Realtime realtime = realtime(snapshots, pool, executor);
    WebServer web = web(snapshots, executor, realtime);
    parts = new Parts(pool, realtime, web);
    realtime.start();
  }

  private Config config() {
    Map<String, String> all = new HashMap<>();
    all.put("db-anon-role", "anon");
    all.put("jwt-secret", SECRET);
    all.put("realtime-slot", database.name());
    all.put("db-pool", "8");
    all.put("db-pool-acquisition-timeout", "60");
    all.putAll(settings);
    all.keySet().removeAll(Set.of(READER, LOOK));
    return Config.of(all);
  }

  private ConnectionPool pool(Config config) {
    return new ConnectionPool(
        new Connector(target("login"), config.database()),
        config.database().pool(),
        Observer.silent());
  }

  private Realtime realtime(Snapshots snapshots, ConnectionPool pool, Executor executor) {
    return new Realtime(
        new RealtimeParts(
            snapshots::config,
            snapshots::authenticator,
            snapshots::roles,
            snapshots::catalog,
            pool,
            executor,
            connector(database.user(), snapshots.config()),
            connector(settings.getOrDefault(READER, database.user()), snapshots.config()),
            "pgext/test",
            this::now,
            TestServer::report),
        Duration.ofMillis(Long.parseLong(settings.getOrDefault(LOOK, "10000"))));
  }

  private Instant now() {
    Instant said = stopped;
    return said == null ? Instant.now() : said;
  }

  /**
   * From now on a token that ends at a moment has that time left, however slow everything is. Its
   * signature is checked by the real time.
   */
  void stopClock(Duration left, Instant end) {
    stopped = end.minus(left);
  }

  private Connector connector(String user, Config config) {
    return new Connector(target(user), config.database());
  }

  private WebServer web(Snapshots snapshots, Executor executor, Realtime realtime) {
    Observer observer = TestServer::report;
    RestState state =
        new RestState(
            snapshots.config(),
            snapshots.roles(),
            snapshots.authenticator(),
            snapshots.catalog(),
            "test");
    ErrorWriter errors = new ErrorWriter(() -> ErrorVerbosity.VERBOSE);
    RestServices services =
        new RestServices(executor::execute, observer, errors, "test", () -> 1, () -> {});
    Listen listen = new Listen.Tcp("127.0.0.1", port, false);
    WebServerSettings settings =
        new WebServerSettings(listen, snapshots.config().limits(), "pgext/test", errors, observer);
    try {
      WebServer web =
          new WebServer(settings, new RestPipeline(() -> state, services), realtime.handlers());
      web.start();
      return web;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void report(Observation observation) {
    if (observation instanceof Observation.Failure failure) {
      BUGS.add(failure.cause());
      failure.cause().printStackTrace();
    }
  }

  private ConnectionTarget target(String user) {
    return ConnectionTarget.parse(
        "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
            .formatted(
                user, database.password(), database.host(), database.port(), database.name()),
        new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody"));
  }

  public TestDatabase database() {
    return database;
  }

  /** Runs SQL as the superuser. */
  public void sql(String sql) {
    database.execute(sql);
  }

  /** The first row's values. */
  String query(String sql) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      StringJoiner values = new StringJoiner(" ");
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        values.add(rows.getString(column));
      }
      return values.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is no slot any more that holds back what was written before a position. */
  boolean slotBegins(String position) {
    return query(
            "SELECT coalesce(bool_and(restart_lsn >= '%s'), true) FROM pg_replication_slots"
                    .formatted(position)
                + " WHERE slot_name = current_database()")
        .equals("t");
  }

  /** What a meter shows; with several of its name, the one with that tag. */
  double meter(String name, String tag) {
    return Objects.requireNonNull(parts).realtime().meters().stream()
        .filter(meter -> meter.name().equals(name))
        .filter(meter -> meter.tag() == null || meter.tag().value().equals(tag))
        .findFirst()
        .orElseThrow()
        .value()
        .getAsDouble();
  }

  public String http() {
    return "http://127.0.0.1:" + port;
  }

  public String uri(String path) {
    return "ws://127.0.0.1:" + port + path;
  }

  /** Connects as nobody in particular, once the server takes websockets; {@code ready} is taken. */
  public TestSocket connect() {
    return connect("/");
  }

  /** Connects with a token for these claims. */
  public TestSocket connectAs(String claims) {
    return connect("/?token=" + token(claims));
  }

  private TestSocket connect(String path) {
    awaitStreaming();
    TestSocket socket = TestSocket.connect(uri(path));
    socket.next("ready");
    return socket;
  }

  /** What a meter of that name shows. */
  double metered(String name) {
    Parts running = parts;
    return running == null
        ? 0
        : running.realtime().meters().stream()
            .filter(meter -> meter.name().equals(name))
            .mapToDouble(meter -> meter.value().getAsDouble())
            .sum();
  }

  /** Exceptions that nobody expected, of all servers of this JVM. */
  static int bugs() {
    return BUGS.size();
  }

  /** Waits until websockets are taken. */
  public void awaitStreaming() {
    await("websockets", () -> parts != null && parts.realtime().available());
  }

  /** Waits for a condition. */
  public static void await(String what, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (Switches.isInVain(began, PATIENCE)) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** A token with these claims. */
  public static String token(String claims) {
    String signed = base64("{\"alg\":\"HS256\"}") + "." + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Stops the server; its slot stays. */
  public void stop() {
    Parts running = parts;
    parts = null;
    if (running != null) {
      running.realtime().close();
      running.web().close();
      running.pool().close();
    }
  }

  @Override
  public void close() {
    stop();
    database.dropSlot(database.name());
  }
}

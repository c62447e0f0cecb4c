package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.call;
import static dev.pgext.exec.RequestStatements.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.ConnectionState;
import dev.pgext.observe.Observer;
import dev.pgext.pg.Deadline;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Connections that cannot be opened, break, run out or are replaced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionPoolIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RequestStatements READ = read("exec_alice", "SELECT 'x'");

  private final TestDatabase database = TestPostgres.pg18().createDatabase();

  @BeforeAll
  void createSchema() {
    database.execute(Api.ROLES);
    database.execute(
        """
        CREATE TABLE api.released ();
        CREATE FUNCTION api.wait() RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
          BEGIN
            WHILE NOT EXISTS (SELECT FROM api.released) LOOP PERFORM pg_sleep(0.05); END LOOP;
            RETURN '';
          END $$;
        """);
  }

  private static ConnectionPool pool(String uri, Map<String, String> settings) {
    return pool(uri, settings, Observer.silent());
  }

  private static ConnectionPool pool(String uri, Map<String, String> settings, Observer observer) {
    Config.Database config = Config.of(settings).database();
    ConnectionEnvironment environment =
        new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody");
    ConnectionTarget target = ConnectionTarget.parse(uri, environment);
    return new ConnectionPool(new Connector(target, config), config.pool(), observer);
  }

  private static ApiError refusal(String uri) {
    Map<String, String> patient =
        Map.of("db-pool-acquisition-timeout", Long.toString(2 * PATIENCE.toSeconds()));
    try (ConnectionPool pool = pool(uri, patient)) {
      long start = System.nanoTime();
      ApiError error = fault(pool);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
      return error;
    }
  }

  private static ApiError fault(ConnectionPool pool) {
    return catchThrowableOfType(
            ApiException.class, () -> pool.use(connection -> connection.isClosed()))
        .error();
  }

  @Test
  void aServerThatIsNotThereIsNamedAtOnce() {
    int port = TestPorts.next();
    ApiError error = refusal("postgresql://u@127.0.0.1:" + port + "/d");
    assertThat(error.status()).isEqualTo(503);
    assertThat(error.code()).isEqualTo("PGRST000");
    assertThat(error.details().textValue())
        .isEqualTo(
            "connection to server at \"127.0.0.1\", port "
                + port
                + " failed: Connection refused\n"
                + "\tIs the server running on that host and accepting TCP/IP connections?\n");
    assertThat(refusal("postgresql://u@localhost:" + port + "/d").details().textValue())
        .startsWith("connection to server at \"localhost\" (127.0.0.1), port " + port + " failed:");
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    assertThat(refusal("postgresql://u@no.such.host.invalid/d").details().textValue())
        .isEqualTo(
            "could not translate host name \"no.such.host.invalid\" to address:"
                + " Name or service not known\n");
  }

  @Test
  void aSocketThatIsNotThereIsNamed(@TempDir Path folder) {
    assertThat(refusal("host=" + folder + " user=u dbname=d").details().textValue())
        .isEqualTo(
            "connection to server on socket \""
                + folder
                + "/.s.PGSQL.5432\" failed: No such file or directory\n"
                + "\tIs the server running locally and accepting connections on that socket?\n");
  }

  @Test
  void aDatabaseThatDoesNotExistIsNamed() {
    assertThat(refusal(database.uri() + "_not").details().textValue())
        .isEqualTo(
            "connection to server at \"127.0.0.1\", port %d failed: FATAL:  database \"%s\" does not exist\n"
                .formatted(database.port(), database.name() + "_not"));
  }

  @Test
  void aRoleWithoutConnectionsLeftIsRefused() {
    database.execute("CREATE ROLE exec_limited LOGIN CONNECTION LIMIT 0");
    String uri =
        "postgresql://exec_limited@%s:%d/%s"
            .formatted(database.host(), database.port(), database.name());
    ApiError error = refusal(uri);
    assertThat(error.status()).isEqualTo(503);
    assertThat(error.details().textValue())
        .contains("FATAL:  too many connections for role \"exec_limited\"\n");
  }

  @Test
  void aRestartedServerIsUsedAgainAndAWrongPasswordIsNot(@TempDir Path folder) throws Exception {
    EmbeddedPostgresSettings settings =
        EmbeddedPostgresSettings.kept(folder, TestPorts.next()).withParameter("fsync", "off");
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    ApiError wrong =
        refusal("postgresql://postgres:wrong@127.0.0.1:" + server.port() + "/postgres");
    assertThat(wrong.details().textValue())
        .endsWith("FATAL:  password authentication failed for user \"postgres\"\n");
    try (ConnectionPool pool = pool(server.uri("postgres"), Map.of("db-pool", "1"))) {
      assertThat(pool.use(ConnectionPoolIT::backend)).isPositive();
      server.close();
      assertThat(fault(pool, "SELECT 1").status()).isEqualTo(503);
      assertThat(fault(pool).code()).isEqualTo("PGRST000");
      server = EmbeddedPostgres.start(settings.withPort(server.port()));
      assertThat(eventually(pool)).isPositive();
    } finally {
      server.close();
    }
  }

  private static ApiError fault(ConnectionPool pool, String query) {
    return catchThrowableOfType(
            ApiException.class,
            () -> pool.use(connection -> connection.createStatement().execute(query)))
        .error();
  }

  private static int eventually(ConnectionPool pool) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return pool.use(ConnectionPoolIT::backend);
      } catch (ApiException unavailable) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  @Test
  void aConnectionThatBreaksInUseIsReplaced() throws Exception {
    try (CountingProxy proxy = new CountingProxy(database.port());
        Api api = Api.on(database, proxy.port(), Map.of());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      int backend = api.backend();
      Future<ApiError> broken =
          clients.submit(() -> api.fault(call("exec_alice", "SELECT pg_sleep(300)::text")));
      awaitSleep(backend);
      proxy.cut();
      assertThat(broken.get().code()).isEqualTo("PGRST001");
      assertThat(broken.get().status()).isEqualTo(503);
      assertThat(broken.get().details().textValue())
          .startsWith("server closed the connection unexpectedly\n");
      assertThat(api.body(READ)).isEqualTo("x");
      database.execute("SELECT pg_terminate_backend(%d)".formatted(backend));
    }
  }

  @Test
  void aBackendThatIsTerminatedAnswers503AndIsReplaced() throws Exception {
    try (Api api = Api.on(database);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      int backend = api.backend();
      Future<ApiError> terminated =
          clients.submit(() -> api.fault(call("exec_alice", "SELECT pg_sleep(300)::text")));
      awaitSleep(backend);
      database.execute("SELECT pg_terminate_backend(%d)".formatted(backend));
      assertThat(terminated.get().code()).isEqualTo("PGRST001");
      assertThat(terminated.get().status()).isEqualTo(503);
      assertThat(api.body(READ)).isEqualTo("x");
    }
  }

  /** This one: a backend that another test has terminated may sleep a moment longer. */
  private void awaitSleep(int backend) throws Exception {
    String asleep =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + backend;
    Deadline.in(PATIENCE).await("it sleeps", () -> database.value(asleep).equals("1"));
  }

  @Test
  void nobodyWaitsLongerForAConnectionThanTheAcquisitionTimeout() throws Exception {
    try (Api api = Api.on(database, database.port(), Map.of("db-pool-acquisition-timeout", "1"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      awaitConnection(api);
      CountDownLatch taken = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      Future<Boolean> holder =
          clients.submit(
              () ->
                  api.pool.use(
                      connection -> {
                        taken.countDown();
                        return await(done);
                      }));
      taken.await();
      ApiError error = api.fault(READ);
      assertThat(error.code()).isEqualTo("PGRST003");
      assertThat(error.status()).isEqualTo(504);
      done.countDown();
      assertThat(holder.get()).isTrue();
      assertThat(api.body(READ)).isEqualTo("x");
    }
  }

  /** A slow machine may need longer for a connection than a request would wait. */
  private static void awaitConnection(Api api) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean open = false;
    while (!open) {
      try {
        open = api.backend() > 0;
      } catch (ApiException late) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFlushReplacesConnectionsWithoutBreakingTheRunningRequest() throws Exception {
    try (Api api = Api.on(database);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      int before = api.backend();
      Future<String> running =
          clients.submit(() -> api.body(call("exec_alice", "SELECT api.wait()")));
      awaitSleep(before);
      api.pool.flush();
      database.execute("INSERT INTO api.released DEFAULT VALUES");
      assertThat(running.get()).isEmpty();
      assertThat(api.backend()).isNotEqualTo(before);
    }
  }

  /** It was opened before the setting came, and is given to the pool after. */
  @Test
  void aConnectionThatIsBeingOpenedWhileAllAreReplacedIsNotUsed() {
    TestDatabase changing = TestPostgres.pg18().createDatabase();
    AtomicReference<ConnectionPool> pool = new AtomicReference<>();
    AtomicBoolean changed = new AtomicBoolean();
    Observer observer =
        observation -> {
          if (observation instanceof Observation.Connection opened
              && opened.state() == ConnectionState.ESTABLISHED
              && changed.compareAndSet(false, true)) {
            changing.execute(
                "ALTER DATABASE " + changing.name() + " SET statement_timeout = '12345ms'");
            pool.get().flush();
          }
        };
    try (ConnectionPool opened = pool(changing.uri(), Map.of(), observer)) {
      pool.set(opened);
      assertThat(opened.<String>use(connection -> text(connection, "SHOW statement_timeout")))
          .isEqualTo("12345ms");
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aSessionHasTheTimeZoneOfItsDatabaseAndTheNameOfTheApplication() {
    database.execute("ALTER DATABASE " + database.name() + " SET timezone = 'America/Lima'");
    try (Api api = Api.on(database)) {
      RequestStatements zone =
          call(
              "exec_alice",
              "SELECT current_setting('TimeZone') || ' ' || current_setting('application_name')"
                  + " || ' ' || current_setting('extra_float_digits')");
      for (int time = 0; time < 10; time++) {
        assertThat(api.body(zone)).isEqualTo("America/Lima pgext test 1");
      }
    } finally {
      database.execute("ALTER DATABASE " + database.name() + " RESET timezone");
    }
  }

  /** HikariCP asks its first connection for its isolation level, and would never ask again. */
  @Test
  void aPoolWhoseFirstConnectionBreaksWhileItIsSetUpOpensOthers() throws IOException {
    try (CountingProxy proxy = new CountingProxy(database.port())) {
      proxy.cutOnceAt("SHOW TRANSACTION ISOLATION LEVEL");
      String uri =
          "postgresql://postgres@127.0.0.1:%d/%s?sslmode=disable"
              .formatted(proxy.port(), database.name());
      try (ConnectionPool pool = pool(uri, Map.of("db-pool", "1"))) {
        assertThat(pool.use(ConnectionPoolIT::backend)).isPositive();
        assertThat(proxy.take(CountingProxy.Message.SYNC)).isPositive();
      }
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

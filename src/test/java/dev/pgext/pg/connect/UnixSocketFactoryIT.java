package dev.pgext.pg.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

@Timeout(180)
class UnixSocketFactoryIT {

  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = TestPostgres.pg18().createDatabase();
  }

  @Test
  void connectsThroughTheFolderOfASocket() throws SQLException {
    try (Connection connection = connect("")) {
      assertThat(text(connection, "SELECT coalesce(inet_server_addr()::text, 'socket')"))
          .isEqualTo("socket");
    }
  }

  @Test
  void triesTheNextServerWhenTheFirstIsAway() throws SQLException {
    ConnectionTarget target =
        parse("host=/nowhere," + folder() + ",127.0.0.1 port=" + database.port());
    try (Connection connection = open(target, new Properties())) {
      assertThat(text(connection, "SELECT coalesce(inet_server_addr()::text, 'socket')"))
          .isEqualTo("socket");
    }
  }

  @Test
  void reachesTcpHostsThroughTheSameFactory() throws SQLException {
    ConnectionTarget target = parse("host=/nowhere,127.0.0.1 port=" + database.port());
    try (Connection connection = open(target, new Properties())) {
      assertThat(text(connection, "SELECT host(inet_server_addr())")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void namesTheSocketWhenNobodyListens() {
    assertThatThrownBy(() -> open(parse("host=/nowhere port=1"), new Properties()))
        .hasStackTraceContaining("connection to server on socket \"/nowhere/.s.PGSQL.1\" failed");
  }

  @Test
  void movesMuchDataBothWays() throws SQLException {
    String large = "x".repeat(5_000_000);
    try (Connection connection = connect("");
        var statement = connection.prepareStatement("SELECT ?::text")) {
      statement.setString(1, large);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        assertThat(result.getString(1)).isEqualTo(large);
      }
    }
  }

  @Test
  void cancelsARunningStatement() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> sleep = threads.submit(() -> statement.execute("SELECT pg_sleep(500)"));
      awaitSleep("SELECT pg_sleep(500)");
      statement.cancel();
      assertThatThrownBy(sleep::get).hasMessageContaining("canceling statement");
      assertThat(text(connection, "SELECT 'usable'")).isEqualTo("usable");
    }
  }

  @Test
  void endsAReadWhenAnotherThreadAborts() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Connection connection = connect("");
      Future<?> sleep =
          threads.submit(() -> connection.createStatement().execute("SELECT pg_sleep(510)"));
      awaitSleep("SELECT pg_sleep(510)");
      connection.abort(Runnable::run);
      assertThatThrownBy(() -> sleep.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void givesUpAReadAfterTheSocketTimeout() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      assertThat(text(connection, "SELECT 'quick'")).isEqualTo("quick");
      connection.setNetworkTimeout(Runnable::run, 1000);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(200)"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void receivesNotificationsWithoutAQuery() throws SQLException {
    try (Connection listener = connect("");
        Connection sender = connect("")) {
      listener.createStatement().execute("LISTEN news");
      PGConnection driver = listener.unwrap(PGConnection.class);
      assertThat(driver.getNotifications()).isNullOrEmpty();
      assertThat(driver.getNotifications(20)).isNullOrEmpty();
      sender.createStatement().execute("NOTIFY news, 'hello'");
      PGNotification[] received = driver.getNotifications(60_000);
      assertThat(received).extracting(PGNotification::getParameter).containsExactly("hello");
      assertThat(text(listener, "SELECT 'usable'")).isEqualTo("usable");
    }
  }

  @Test
  void servesManyVirtualThreads() throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        answers.add(threads.submit(() -> oneAfterAnother(50)));
      }
    }
    for (Future<String> answer : answers) {
      assertThat(answer.get()).isEqualTo("50");
    }
  }

  private static String oneAfterAnother(int count) throws SQLException {
    try (Connection connection = connect("")) {
      String last = "";
      for (int i = 1; i <= count; i++) {
        last = text(connection, "SELECT " + i);
      }
      return last;
    }
  }

  /** Active is too early: a cancellation that comes between Parse and Execute is lost. */
  private static void awaitSleep(String query) throws Exception {
    String sleepers =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query = '%s'"
            .formatted(query);
    Deadline.in(Duration.ofSeconds(60))
        .await(query + " runs", () -> !database.value(sleepers).equals("0"));
  }

  private static Connection connect(String more) throws SQLException {
    return open(parse(local() + more), new Properties());
  }

  private static String local() {
    return "host=" + folder() + " port=" + database.port();
  }

  private static Path folder() {
    return database.server().socketDirectory();
  }

  private static ConnectionTarget parse(String connection) {
    return ConnectionTarget.parse(
        connection + " user=" + database.user() + " dbname=" + database.name(),
        new ConnectionEnvironment(
            Map.of("PGPASSWORD", database.password()), Path.of("/nonexistent"), "nobody"));
  }

  private static Connection open(ConnectionTarget target, Properties more) throws SQLException {
    Properties properties = target.properties();
    properties.putAll(more);
    return DriverManager.getConnection(target.jdbcUrl(), properties);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}

package dev.pgext.faults;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server, in a process of its own until closed: it has its own heap and its own sockets. */
final class Served implements AutoCloseable {
  static final String LOGIN = "faults_login";
  private static final String PASSWORD = "of-the-fault-tests";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The login role and those it may become; other tests of this JVM may have made them. */
  static final String ROLES =
      """
      DO $$ BEGIN
        CREATE ROLE faults_login LOGIN NOINHERIT PASSWORD '%s';
        CREATE ROLE faults_anon; CREATE ROLE faults_user; CREATE ROLE faults_slow;
        GRANT faults_anon, faults_user, faults_slow TO faults_login;
        ALTER ROLE faults_slow SET statement_timeout = '100ms';
      EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      """
          .formatted(PASSWORD);

  private final Process process;
  private final Path config;
  private final Path log;
  private final int port;
  private final int adminPort;

  private Served(Process process, Path config, Path log, int port, int adminPort) {
    this.process = process;
    this.config = config;
    this.log = log;
    this.port = port;
    this.adminPort = adminPort;
  }

  /** Serves schema {@code api} of a database, and returns when requests are answered. */
  static Served start(Path directory, EmbeddedPostgres server, String database, String settings)
      throws Exception {
    int port = TestPorts.next();
    int adminPort = TestPorts.next();
    Path config = directory.resolve("pgext.conf");
    String common = settings(server.port(), database, port, adminPort);
    Files.writeString(config, common + settings);
    Path log = directory.resolve("pgext.log");
    Served served = new Served(launch(config, log), config, log, port, adminPort);
    served.awaitReady();
    return served;
  }

  /** A fresh database on PostgreSQL 18, with {@link #ROLES} and what this SQL makes. */
  static TestDatabase database(String schema) throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    database.execute(ROLES + schema);
    return database;
  }

  /** As {@link #start(Path, EmbeddedPostgres, String, String)}. */
  static Served start(Path directory, TestDatabase database, String settings) throws Exception {
    return start(directory, database.server(), database.name(), settings);
  }

  /** The same server once more, on the same ports, after {@link #kill}. */
  Served again() throws Exception {
    Served next = new Served(launch(config, log), config, log, port, adminPort);
    next.awaitReady();
    return next;
  }

  /** Ends it without a word. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  private static String settings(int postgres, String database, int port, int adminPort) {
    return """
        db-uri = "postgresql://%s:%s@127.0.0.1:%d/%s"
        db-schemas = "api"
        db-anon-role = "faults_anon"
        db-pool-acquisition-timeout = 80
        jwt-secret = "%s"
        server-host = "127.0.0.1"
        server-port = %d
        admin-server-port = %d
        """
        .formatted(LOGIN, PASSWORD, postgres, database, Tokens.SECRET, port, adminPort);
  }

  private static Process launch(Path config, Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.pgext.cli.Pgext",
            "serve",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void awaitReady() throws Exception {
    try {
      Deadline.in(PATIENCE).await("the server is ready", () -> ended() || ready());
    } catch (AssertionError late) {
      throw new AssertionError(log(), late);
    }
    if (ended()) {
      throw new AssertionError("The server ended:\n" + log());
    }
  }

  private boolean ended() {
    return !process.isAlive();
  }

  private boolean ready() {
    try {
      return admin("/ready").status() == 200;
    } catch (IOException notListening) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Where it takes websockets. */
  URI websocket() {
    return URI.create("ws://127.0.0.1:" + port + "/");
  }

  /** What a fresh client gets. */
  Reply send(Call call) throws IOException {
    try (Client client = new Client(port)) {
      return client.send(call);
    }
  }

  /** What the admin server answers. */
  Reply admin(String path) throws IOException {
    try (Client client = new Client(adminPort)) {
      return client.send(Call.get(path));
    }
  }

  /** A number from the metrics page. */
  double metric(String name) throws IOException {
    String page = admin("/metrics").text();
    Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$").matcher(page);
    if (!line.find()) {
      throw new AssertionError(name + " is not in\n" + page);
    }
    return Double.parseDouble(line.group(1));
  }

  /** What the server has said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    if (process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join().isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}

package dev.pgext.cli;

import dev.pgext.pg.DownloadProgress;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The PostgreSQL of one project, for whoever has none: it runs as long as its command does. */
final class LocalPostgres implements AutoCloseable {
  static final String DATABASE = "dev";
  private static final int PASSWORD_BYTES = 24;

  /** As what the server logs in: it may become the roles of requests, and nothing else. */
  private static final String LOGIN = "pgext_dev";

  /** Of a superuser's own bootstrap role, and of predefined ones, nobody needs to be a member. */
  private static final String OTHER_ROLES =
      """
      SELECT quote_ident(rolname) FROM pg_roles
      WHERE rolname !~ '^pg_' AND rolname NOT IN (current_user, '%s')
      """
          .formatted(LOGIN);

  private static final String NOT_ADMITTED =
      OTHER_ROLES
          + """
            AND NOT pg_has_role('%1$s', oid, 'MEMBER')
            AND NOT pg_has_role(oid, (SELECT oid FROM pg_roles WHERE rolname = '%1$s'), 'MEMBER')
          """
              .formatted(LOGIN);

  private final EmbeddedPostgres server;
  private final String password;

  private LocalPostgres(EmbeddedPostgres server) {
    this.server = server;
    this.password = HexFormat.of().formatHex(randomBytes());
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Where a project keeps its data. */
  static Path data(Path project) {
    return project.resolve(".pgext").resolve("pg");
  }

  /** Starts it, with its data in a folder. */
  static LocalPostgres start(Path directory) {
    return new LocalPostgres(EmbeddedPostgres.start(settings(directory)));
  }

  /** Data are kept, on any free port; a download is shown to who reads along. */
  static EmbeddedPostgresSettings settings(Path directory) {
    DownloadProgress progress =
        Terminal.readsErrors()
            ? DownloadProgress.bar("Downloading PostgreSQL", System.err)
            : DownloadProgress.silent();
    return EmbeddedPostgresSettings.kept(directory, 0).withProgress(progress);
  }

  /** Makes the database and the server's login where they are not there. */
  void create() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean exists =
          !texts(statement, "SELECT datname FROM pg_database WHERE datname = '" + DATABASE + "'")
              .isEmpty();
      if (!exists) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
      statement.execute(
          "DO $$ BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
              .formatted(LOGIN));
      statement.execute("ALTER ROLE %s LOGIN NOINHERIT PASSWORD '%s'".formatted(LOGIN, password));
    }
  }

  /** Drops the database and every role that was made. */
  void drop() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
      for (String role : texts(statement, OTHER_ROLES)) {
        statement.execute("DROP ROLE " + role);
      }
    }
  }

  /** Lets the server's login become the roles that the project has made meanwhile. */
  void admit() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String role : texts(statement, NOT_ADMITTED)) {
        statement.execute("GRANT %s TO %s".formatted(role, LOGIN));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the server's login: " + Faults.text(e), e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("postgres"));
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  /** What its database is called from outside. */
  String uri() {
    return server.uri(DATABASE);
  }

  /** The settings by which everything uses it. */
  Map<String, String> overrides() {
    String login =
        "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(LOGIN, password, server.port(), DATABASE);
    return Map.of("db-uri", login, "migrate-db-uri", uri(), "realtime-db-uri", uri());
  }

  @Override
  public void close() {
    server.close();
  }
}

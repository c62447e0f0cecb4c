package dev.pgext.project;

import dev.pgext.pg.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;

/**
 * The to-do list of {@code pgext demo}: made once in an embedded server, kept until its directory
 * is deleted.
 */
public final class DemoDatabase {
  private static final String NAME = "demo";
  private static final String LOGIN = "demo_login";

  private final EmbeddedPostgres server;

  public DemoDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Makes the database if it is not there yet.
   *
   * @return the settings that serve it, by key
   * @throws SQLException if PostgreSQL refuses
   */
  public Map<String, String> prepare() throws SQLException {
    createOnce();
    String password = secret();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(NAME));
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + LOGIN + " PASSWORD '" + password + "'");
    }
    return Map.of(
        "db-uri",
        "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(LOGIN, password, server.port(), NAME),
        "db-schemas",
        "api",
        "db-anon-role",
        "demo_anonymous",
        "jwt-secret",
        secret());
  }

  /**
   * The script and the database's name come into being together: a half-made one is dropped first.
   */
  private void createOnce() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      if (exists(connection, NAME)) {
        return;
      }
      execute(connection, "DROP DATABASE IF EXISTS demo_new");
      execute(connection, "DROP ROLE IF EXISTS demo_anonymous, " + LOGIN);
      execute(connection, "CREATE DATABASE demo_new");
      try (Connection fresh = DriverManager.getConnection(server.jdbcUrl("demo_new"))) {
        execute(fresh, script());
      }
      execute(connection, "ALTER DATABASE demo_new RENAME TO " + NAME);
    }
  }

  private static boolean exists(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String script() {
    try (InputStream script = DemoDatabase.class.getResourceAsStream("demo.sql")) {
      if (script == null) {
        throw new IllegalStateException("demo.sql is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

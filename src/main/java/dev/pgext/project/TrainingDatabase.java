package dev.pgext.project;

import dev.pgext.pg.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;

/** A throw-away database with something of everything, to run a server's usual work on. */
public final class TrainingDatabase {
  private static final String NAME = "training";

  private final EmbeddedPostgres server;

  /** On a server that has none yet. */
  public TrainingDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Makes it.
   *
   * @return the settings that serve it, by key
   * @throws SQLException if PostgreSQL refuses
   */
  public Map<String, String> prepare() throws SQLException {
    execute("postgres", "CREATE DATABASE " + NAME);
    execute(NAME, script());
    String password = secret();
    for (String role : new String[] {"training_login", "training_reader"}) {
      execute(NAME, "ALTER ROLE %s PASSWORD '%s'".formatted(role, password));
    }
    return Map.of(
        "db-uri",
        uri("training_login", password),
        "db-schemas",
        "api",
        "db-anon-role",
        "training_anonymous",
        "realtime-db-uri",
        uri("training_reader", password),
        "jwt-secret",
        secret());
  }

  private String uri(String role, String password) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(role, password, server.port(), NAME);
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String script() {
    try (InputStream script = TrainingDatabase.class.getResourceAsStream("training.sql")) {
      if (script == null) {
        throw new IllegalStateException("training.sql is not in the jar");
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

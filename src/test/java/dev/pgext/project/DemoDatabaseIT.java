package dev.pgext.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDatabaseIT {
  @TempDir Path directory;

  @Test
  void isMadeOnceAndKeepsWhatWasChanged() throws SQLException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(directory, 18))) {
      Map<String, String> first = new DemoDatabase(server).prepare();
      execute(server, "DELETE FROM api.tasks WHERE id = 1");
      Map<String, String> second = new DemoDatabase(server).prepare();
      assertThat(first).containsOnlyKeys("db-uri", "db-schemas", "db-anon-role", "jwt-secret");
      assertThat(second.get("jwt-secret")).isNotEqualTo(first.get("jwt-secret"));
      assertThat(tasks(server)).isEqualTo(4);
    }
  }

  @Test
  void aHalfMadeOneIsMadeAnew() throws SQLException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(directory, 18))) {
      try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE demo_new");
        statement.execute("CREATE ROLE demo_anonymous");
      }
      new DemoDatabase(server).prepare();
      assertThat(tasks(server)).isEqualTo(5);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("demo"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int tasks(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("demo"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM api.tasks")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

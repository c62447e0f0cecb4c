package dev.pgext.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoProjectIT {
  @TempDir Path directory;

  @Test
  void isMadeOnceAlsoAfterAHalfMadeOneAndKeepsWhatWasChanged() throws SQLException, IOException {
    Path folder = directory.resolve("project");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            EmbeddedPostgresSettings.discarded(directory.resolve("postgres"), 18))) {
      execute(server, "postgres", "CREATE DATABASE todo_unfinished");
      execute(server, "postgres", "CREATE ROLE todo_login LOGIN");
      Map<String, String> first = new DemoProject(server, folder).prepare();
      assertThat(tasks(server)).isEqualTo(4);

      execute(server, "todo", "DELETE FROM api.tasks WHERE done");
      String secret = Files.readString(folder.resolve(".env"));
      Map<String, String> second = new DemoProject(server, folder).prepare();

      assertThat(first).containsOnlyKeys("db-uri", "realtime-db-uri", "frontend-dir");
      assertThat(second.get("db-uri")).isNotEqualTo(first.get("db-uri"));
      assertThat(tasks(server)).isEqualTo(3);
      assertThat(folder.resolve(".env")).hasContent(secret);
    }
  }

  private static void execute(EmbeddedPostgres server, String database, String sql)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int tasks(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("todo"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM api.tasks")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

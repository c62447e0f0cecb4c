package dev.pgext.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The sessions that requests run in. */
class ConnectorIT {
  /** An answer of 1 MB, as REST has it made. */
  private static final String LARGE =
      "SELECT length(json_agg(n)::text) FROM (SELECT repeat('x', 1000) FROM generate_series(1, 1000)) AS n";

  private static final int PAGES_OF_1_MB = 256;

  /**
   * Memory that was given back is mapped anew page by page, each with a fault. The kernel may add
   * faults of its own, and takes none away.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aBackendKeepsTheMemoryOfALargeAnswerForTheNext() throws Exception {
    try (Connection connection = connector().open();
        Statement statement = connection.createStatement()) {
      long backend = number(statement, "SELECT pg_backend_pid()");
      for (int warm = 0; warm < 5; warm++) {
        number(statement, LARGE);
      }
      long fewest = Long.MAX_VALUE;
      for (int time = 0; time < 5; time++) {
        long before = faults(backend);
        number(statement, LARGE);
        fewest = Math.min(fewest, faults(backend) - before);
      }
      assertThat(fewest).isLessThan(PAGES_OF_1_MB);
    }
  }

  private static Connector connector() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    Config.Database config = Config.of(Map.of("db-uri", database.uri())).database();
    ConnectionEnvironment environment =
        new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody");
    return new Connector(ConnectionTarget.parse(database.uri(), environment), config);
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The tenth field of proc(5)'s stat, after the name, which is in parentheses. */
  private static long faults(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[7]);
  }
}

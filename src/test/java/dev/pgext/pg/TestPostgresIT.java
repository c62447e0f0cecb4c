package dev.pgext.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPostgresIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17, 18})
  void everySupportedVersionRunsWithPgextsParameters(int major) throws SQLException {
    TestDatabase database = TestPostgres.version(major).createDatabase();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(major);
      assertThat(show(statement, "server_encoding")).isEqualTo("UTF8");
      assertThat(show(statement, "wal_level")).isEqualTo("logical");
      assertThat(show(statement, "shared_preload_libraries")).isEqualTo("pg_stat_statements");
      assertThat(show(statement, "max_slot_wal_keep_size")).isEqualTo("1GB");
    }
  }

  private static String show(Statement statement, String parameter) throws SQLException {
    try (ResultSet result = statement.executeQuery("SHOW " + parameter)) {
      result.next();
      return result.getString(1);
    }
  }
}

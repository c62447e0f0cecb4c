package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseSettingsIT {

  private static TestDatabase database;

  @BeforeAll
  static void prepare() {
    database = TestPostgres.pg18().createDatabase();
    database.execute(
        """
        CREATE ROLE settings_login LOGIN;
        ALTER ROLE settings_login SET pgrst.db_schemas = 'role, everywhere';
        ALTER ROLE settings_login SET pgrst.jwt_aud = 'role=with=equals';
        ALTER ROLE settings_login SET pgrst.server_port = '1';
        ALTER ROLE settings_login SET statement_timeout = '1min';
        ALTER ROLE settings_login IN DATABASE %s SET pgrst.db_schemas = 'role in database';
        ALTER ROLE settings_login IN DATABASE %s SET pgrst.db_extra_search_path = '';
        ALTER DATABASE %s SET pgrst.db_max_rows = '1';
        CREATE SCHEMA "Odd";
        CREATE FUNCTION "Odd"."pre config"() RETURNS void LANGUAGE sql AS $$
          SELECT set_config('pgrst.db_schemas', 'function', true),
                 set_config('pgrst.db_anon_role', 'anon of function', true),
                 set_config('pgrst.jwt_aud', 'function', true)
        $$;
        GRANT USAGE ON SCHEMA "Odd" TO settings_login;
        """
            .replace("%s", database.name()));
  }

  @Test
  void readsTheSettingsOfTheRole() throws SQLException {
    assertThat(read(null))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "db_schemas", "role in database",
                "db_extra_search_path", "",
                "jwt_aud", "role=with=equals"));
  }

  @Test
  void putsTheFunctionBelowTheRole() throws SQLException {
    assertThat(read(new QualifiedName("Odd", "pre config")))
        .containsEntry("db_schemas", "role in database")
        .containsEntry("jwt_aud", "role=with=equals")
        .containsEntry("db_anon_role", "anon of function");
  }

  @Test
  void failsForAFunctionThatDoesNotExist() {
    assertThatThrownBy(() -> read(new QualifiedName("", "select")))
        .hasMessageContaining("function select() does not exist");
  }

  private static Map<String, String> read(QualifiedName preConfig) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d/%s"
                .formatted(database.host(), database.port(), database.name()),
            "settings_login",
            "any")) {
      return DatabaseSettings.read((sql, texts) -> run(connection, sql, texts), preConfig);
    }
  }

  private static Map<String, String> run(Connection connection, String sql, List<String> texts) {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < texts.size(); i++) {
        statement.setString(i + 1, texts.get(i));
      }
      Map<String, String> values = new HashMap<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          values.put(result.getString(1), result.getString(2));
        }
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

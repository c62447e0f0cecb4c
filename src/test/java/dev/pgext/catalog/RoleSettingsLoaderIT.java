package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleSettingsLoaderIT {
  private static final String ROLES =
      """
      create role rs_login login noinherit;
      create role rs_quick;
      create role rs_careful;
      create role rs_stranger;
      grant rs_quick, rs_careful to rs_login;
      alter role rs_quick set statement_timeout = '5s';
      alter role rs_quick set work_mem = '8MB';
      alter role rs_quick set log_min_duration_statement = '1s';
      alter role rs_quick set log_lock_waits = 'on';
      alter role rs_careful set default_transaction_isolation = 'SERIALIZABLE';
      alter role rs_stranger set statement_timeout = '1s';
      """;

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 18})
  void rolesHaveTheSettingsThatTheLoginRoleMaySet(int major) throws SQLException {
    TestDatabase database = TestPostgres.version(major).createDatabase();
    database.execute(ROLES);
    if (major >= 15) {
      database.execute("grant set on parameter log_lock_waits to rs_login");
    }
    RoleSettings settings = load(database);
    assertThat(settings.of("rs_quick").settings())
        .contains(
            new Routine.Setting("statement_timeout", "5s"), new Routine.Setting("work_mem", "8MB"))
        .hasSize(major >= 15 ? 3 : 2);
    assertThat(settings.of("rs_quick").isolationLevel()).isEmpty();
    assertThat(settings.of("rs_careful"))
        .isEqualTo(new RoleSettings.Role(java.util.List.of(), "serializable"));
    assertThat(settings.of("rs_stranger").settings()).isEmpty();
  }

  private static RoleSettings load(TestDatabase database) throws SQLException {
    String url = database.jdbcUrl().replace("user=" + database.user(), "user=rs_login");
    try (Connection connection = DriverManager.getConnection(url)) {
      return RoleSettingsLoader.load(connection);
    }
  }
}

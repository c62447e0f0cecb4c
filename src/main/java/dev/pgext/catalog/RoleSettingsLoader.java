package dev.pgext.catalog;

import dev.pgext.pg.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@link RoleSettings}. What the login role may not set is left out, because a transaction
 * that tried would fail.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/transactions.html#impersonated-role-settings">PostgREST:
 *     impersonated role settings</a>
 */
public final class RoleSettingsLoader {
  private static final String ISOLATION = "default_transaction_isolation";
  private static final int GRANTS_ON_PARAMETERS = 15;

  private RoleSettingsLoader() {}

  private record Line(String role, String setting, String value) {
    static Line read(Row row) throws SQLException {
      return new Line(row.text("role"), row.text("setting"), row.text("value"));
    }
  }

  /** The settings of the roles that the connection's role is a member of. */
  public static RoleSettings load(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    String query = version < GRANTS_ON_PARAMETERS ? "role_settings_14" : "role_settings";
    try (PreparedStatement statement =
        connection.prepareStatement(SqlResource.read(RoleSettingsLoader.class, query))) {
      return settings(Row.all(statement.executeQuery(), Line::read));
    }
  }

  private static RoleSettings settings(List<Line> lines) {
    Map<String, List<Routine.Setting>> settings = new HashMap<>();
    Map<String, String> isolationLevels = new HashMap<>();
    for (Line line : lines) {
      List<Routine.Setting> ofRole =
          settings.computeIfAbsent(line.role(), role -> new ArrayList<>());
      if (line.setting().equals(ISOLATION)) {
        isolationLevels.put(line.role(), RoutineAssembler.level(line.value()));
      } else {
        ofRole.add(new Routine.Setting(line.setting(), line.value()));
      }
    }
    Map<String, RoleSettings.Role> roles = new HashMap<>();
    settings.forEach(
        (role, ofRole) ->
            roles.put(role, new RoleSettings.Role(ofRole, isolationLevels.getOrDefault(role, ""))));
    return new RoleSettings(roles);
  }
}

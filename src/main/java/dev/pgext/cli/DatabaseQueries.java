package dev.pgext.cli;

import dev.pgext.catalog.RoleSettings;
import dev.pgext.catalog.RoleSettingsLoader;
import dev.pgext.config.DatabaseSettings;
import dev.pgext.error.ApiException;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.observe.Observation;
import dev.pgext.pg.QualifiedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server itself asks the database, as the login role. Thread-safe. */
final class DatabaseQueries {
  private static final String VERSION =
      "SELECT current_setting('server_version_num'), split_part(version(), ',', 1)";

  private static final String LOGIN_ROLE =
      """
      SELECT r.rolinherit AND EXISTS (
               SELECT FROM pg_catalog.pg_auth_members AS m WHERE m.member = r.oid) AS inherits,
             r.rolsuper OR EXISTS (
               SELECT FROM pg_catalog.pg_class AS c, aclexplode(c.relacl) AS a
               WHERE a.grantee = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                 AND c.relnamespace NOT IN (
                   SELECT n.oid FROM pg_catalog.pg_namespace AS n
                   WHERE n.nspname IN ('pg_catalog', 'pgext', 'realtime'))) AS granted
      FROM pg_catalog.pg_roles AS r WHERE r.rolname = session_user
      """;

  private final ConnectionPool pool;

  DatabaseQueries(ConnectionPool pool) {
    this.pool = pool;
  }

  /**
   * The server's version.
   *
   * @param number {@code server_version_num}
   * @param name {@code version()} up to its first comma
   */
  record Version(int number, String name) {}

  Version version() {
    return pool.use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(VERSION);
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return new Version(rows.getInt(1), rows.getString(2));
          }
        });
  }

  /** What makes the login role more than a door; empty where it is right. */
  Optional<Observation> loginRoleFault() {
    return pool.use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOGIN_ROLE);
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            boolean inherits = rows.getBoolean("inherits");
            boolean granted = rows.getBoolean("granted");
            return inherits || granted
                ? Optional.of(new Observation.LoginRoleTooStrong(inherits, granted))
                : Optional.empty();
          }
        });
  }

  /** The settings of the database by name. */
  Map<String, String> settings(@Nullable QualifiedName preConfig) {
    return pool.use(
        connection -> {
          try {
            return DatabaseSettings.read((sql, texts) -> pairs(connection, sql, texts), preConfig);
          } catch (SettingsQueryException e) {
            throw e.fault;
          }
        });
  }

  /** The roles' settings. */
  RoleSettings roleSettings() {
    return pool.use(RoleSettingsLoader::load);
  }

  /** Whether the database answers. */
  boolean answers() {
    try {
      return pool.use(connection -> connection.isValid(1));
    } catch (ApiException e) {
      return false;
    }
  }

  private static Map<String, String> pairs(Connection connection, String sql, List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < texts.size(); i++) {
        statement.setString(i + 1, texts.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          pairs.put(rows.getString(1), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new SettingsQueryException(e);
    }
    return pairs;
  }

  /** Carries the fault through {@link DatabaseSettings}, which knows nothing of SQL's. */
  private static final class SettingsQueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException fault;

    SettingsQueryException(SQLException fault) {
      super(fault);
      this.fault = fault;
    }
  }
}

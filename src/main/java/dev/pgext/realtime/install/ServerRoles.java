package dev.pgext.realtime.install;

import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Who uses what is installed, and whether it may.
 *
 * @param owner whose schema pgext is
 * @param server the role of the connection
 * @param reader the role that reads changes; null where it is the same, or there is no such role
 */
record ServerRoles(
    String owner,
    String server,
    @Nullable String reader,
    boolean serverAllowed,
    boolean readerAllowed) {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String ROLES =
      """
      SELECT pg_get_userbyid(n.nspowner), current_user, r.rolname,
             has_function_privilege('pgext.signing_key()', 'EXECUTE'),
             r.oid IS NULL OR has_function_privilege(r.oid, 'pgext.note_epoch(name, text)', 'EXECUTE')
      FROM pg_catalog.pg_namespace AS n
      LEFT JOIN pg_catalog.pg_roles AS r ON r.rolname = ?
      WHERE n.nspname = 'pgext'
      """;

  static ServerRoles read(Connection connection, @Nullable String reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROLES)) {
      statement.setString(1, reader);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new ServerRoles(
            rows.getString(1),
            rows.getString(2),
            rows.getString(3),
            rows.getBoolean(4),
            rows.getBoolean(5));
      }
    }
  }

  /** Grants the reader what it needs; whether this role could. */
  boolean allowReader(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pgext.allow_reader(?::regrole)")) {
      statement.setString(1, reader == null ? null : Identifiers.quote(reader));
      statement.execute();
      return true;
    } catch (SQLException failure) {
      if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
        return false;
      }
      throw failure;
    }
  }

  /** What the owner must run. */
  Finding.Forbidden forbidden(String function, String role, String without) {
    return new Finding.Forbidden(
        "pgext",
        "role %s may not use it".formatted(role),
        "role " + owner,
        "SELECT pgext.%s('%s');".formatted(function, Identifiers.quote(role).replace("'", "''")),
        without);
  }
}

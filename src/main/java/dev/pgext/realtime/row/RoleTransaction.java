package dev.pgext.realtime.row;

import dev.pgext.exec.ConnectionPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Work that is done as a role and leaves nothing behind. */
final class RoleTransaction {
  private static final String ENTER =
      "SELECT set_config('search_path', ?, true), set_config('role', ?, true)";

  private RoleTransaction() {}

  /** Does work in a transaction that is then rolled back. */
  static <T> T in(
      Connection connection, String searchPath, String role, ConnectionPool.Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
        enter.setString(1, searchPath);
        enter.setString(2, role);
        enter.execute();
      }
      return work.on(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}

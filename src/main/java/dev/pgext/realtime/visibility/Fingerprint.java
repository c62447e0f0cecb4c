package dev.pgext.realtime.visibility;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.SqlResource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * A text that differs when roles, memberships, functions, types or the rights on schemas do: event
 * triggers, which would tell, need a superuser.
 */
final class Fingerprint {
  private static final String QUERY = SqlResource.read(Fingerprint.class, "fingerprint");

  private final ConnectionPool pool;

  Fingerprint(ConnectionPool pool) {
    this.pool = pool;
  }

  /** The text as of now. */
  String read() {
    return pool.use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(QUERY);
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString("fingerprint");
          }
        });
  }
}

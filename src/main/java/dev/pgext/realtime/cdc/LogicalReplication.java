package dev.pgext.realtime.cdc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether a database's write-ahead log can be read, or the queue must do.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/logicaldecoding-explanation.html">PostgreSQL:
 *     logical decoding</a>
 */
public final class LogicalReplication {
  private static final String FACTS =
      """
      SELECT current_setting('wal_level'), current_setting('max_replication_slots')::int,
             EXISTS (SELECT FROM pg_catalog.pg_roles
                     WHERE rolname = session_user AND (rolreplication OR rolsuper)
                        OR rolname = 'rds_replication' AND pg_has_role(session_user, oid, 'MEMBER')),
             quote_ident(session_user)
      """;

  private LogicalReplication() {}

  /** What stands in its way, and what would remove that, for people; empty where nothing does. */
  public static Optional<String> obstacle(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet facts = statement.executeQuery(FACTS)) {
      facts.next();
      if (!"logical".equals(facts.getString(1))) {
        return Optional.of(
            "wal_level is %s: set it to logical and restart PostgreSQL"
                .formatted(facts.getString(1)));
      }
      if (facts.getInt(2) == 0) {
        return Optional.of("max_replication_slots is 0: raise it and restart PostgreSQL");
      }
      if (!facts.getBoolean(3)) {
        return Optional.of(
            "role %1$s may not replicate: ALTER ROLE %1$s REPLICATION, or set realtime-db-uri"
                .formatted(facts.getString(4)));
      }
      return Optional.empty();
    }
  }
}

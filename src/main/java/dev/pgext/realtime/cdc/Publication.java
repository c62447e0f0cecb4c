package dev.pgext.realtime.cdc;

import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * The publication that names what is read. It must exist before the slot does, because PostgreSQL
 * looks it up as it was when a change was made.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createpublication.html">PostgreSQL:
 *     CREATE PUBLICATION</a>
 */
record Publication(String name) {
  /** Since PostgreSQL 18 a slot reads on without its publication, and gives nothing. */
  static final String LOST = "The publication was missing, or was made anew";

  private static final int GENERATED_COLUMNS = 18;
  private static final String DENIED = "42501";

  private static final String FIND =
      "SELECT oid, pubviaroot FROM pg_catalog.pg_publication WHERE pubname = ?";

  /** SQL of ours that creates it as the owner of the schema, where this role may call it. */
  private static final String PREPARE =
      """
      SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_catalog.pg_proc
      WHERE oid = to_regprocedure('pgext.prepare_publication(name)')
      """;

  /** Creates it where it is missing, and refuses one that would show partitions by their names. */
  void ensure(Connection connection) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery()) {
        if (!found.next()) {
          create(connection);
        } else if (!found.getBoolean(2)) {
          alter(connection);
        }
      }
    }
  }

  /** Tells one from another of the same name; 0 where there is none. */
  long oid(Connection connection) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery()) {
        return found.next() ? found.getLong(1) : 0;
      }
    }
  }

  private void create(Connection connection) throws SQLException {
    boolean generated =
        connection.unwrap(PgConnection.class).getServerMajorVersion() >= GENERATED_COLUMNS;
    String statement =
        "CREATE PUBLICATION %s WITH (publish_via_partition_root = true%s)"
            .formatted(
                Identifiers.quote(name), generated ? ", publish_generated_columns = stored" : "");
    if (mayPrepare(connection)) {
      try (PreparedStatement prepare =
          connection.prepareStatement("SELECT pgext.prepare_publication(?)")) {
        prepare.setString(1, name);
        prepare.execute();
        return;
      } catch (SQLException denied) {
        // The schema's owner may not create one; perhaps this role may.
      }
    }
    execute(connection, statement, "a role that may CREATE on this database");
  }

  private static boolean mayPrepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PREPARE)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Else events would name a partition, on which its root's policies do not hold. */
  private void alter(Connection connection) throws SQLException {
    execute(
        connection,
        "ALTER PUBLICATION %s SET (publish_via_partition_root = true)"
            .formatted(Identifiers.quote(name)),
        "its owner");
  }

  private static void execute(Connection connection, String sql, String who) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      if (DENIED.equals(failure.getSQLState())) {
        throw new SetupFault("Run as %s: %s;".formatted(who, sql));
      }
      throw failure;
    }
  }
}

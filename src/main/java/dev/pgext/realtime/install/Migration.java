package dev.pgext.realtime.install;

import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Takes one schema to its newest version, a transaction a script. Servers that start together do it
 * one after the other, and the later ones find nothing left to do.
 */
final class Migration {
  /** The letters of pgext: no other program's lock, as far as one can know. */
  private static final long LOCK = 0x7067_6578_74L;

  /** Neither the role's settings nor the database's may get in the way. */
  private static final String BEGIN =
      """
      SET TRANSACTION READ WRITE;
      SET LOCAL statement_timeout = 0;
      SET LOCAL search_path = pg_catalog;
      SET LOCAL client_min_messages = warning;
      SELECT pg_advisory_xact_lock(%d);
      """
          .formatted(LOCK);

  private final Connection connection;
  private final Part part;

  /**
   * Makes one.
   *
   * @param connection in autocommit mode, as which it is left
   */
  Migration(Connection connection, Part part) {
    this.connection = connection;
    this.part = part;
  }

  /**
   * Runs the scripts that were not run yet.
   *
   * @param owner whose the objects become: the schema's owner, else the current role
   */
  void run(String owner) throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (int version = 1; version <= part.version(); version++) {
        step(version, owner);
        connection.commit();
      }
    } catch (SQLException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void step(int version, String owner) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BEGIN);
      if (Ledger.versions(connection).getOrDefault(part.schema(), 0) >= version) {
        return;
      }
      statement.execute("SET LOCAL ROLE " + Identifiers.quote(owner));
      statement.execute(part.scripts().get(version - 1).sql());
      Ledger.record(connection, part, version);
    }
  }
}

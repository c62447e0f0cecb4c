package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * The replication slot by its name: PostgreSQL's memory of what was read.
 *
 * @see <a href="https://www.postgresql.org/docs/current/view-pg-replication-slots.html">PostgreSQL:
 *     pg_replication_slots</a>
 */
record Slot(String name) {
  private static final int FAILOVER = 17;
  private static final String CANCELLED = "57014";

  private static final String FIND =
      """
      SELECT plugin, coalesce(database = current_database(), false), coalesce(active_pid, 0),
             restart_lsn, confirmed_flush_lsn, coalesce(wal_status = 'lost', false)
      FROM pg_catalog.pg_replication_slots WHERE slot_name = ?
      """;

  /**
   * What PostgreSQL says of it.
   *
   * @param reader the process that reads it; 0 where nobody does
   * @param lost whether PostgreSQL has thrown away what it held
   */
  record Facts(boolean ours, int reader, Lsn restart, Lsn confirmed, boolean lost) {}

  /** Its facts; null where it does not exist. */
  @Nullable Facts find(Connection connection) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, name);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? facts(row) : null;
      }
    }
  }

  private static Facts facts(ResultSet row) throws SQLException {
    return new Facts(
        "pgoutput".equals(row.getString(1)) && row.getBoolean(2),
        row.getInt(3),
        lsn(row.getString(4)),
        lsn(row.getString(5)),
        row.getBoolean(6));
  }

  private static Lsn lsn(@Nullable String text) {
    return text == null ? Lsn.NONE : Lsn.parse(text);
  }

  /**
   * Makes it, which takes until every transaction that runs now has ended.
   *
   * @throws SetupFault when that takes longer
   */
  void create(Connection connection, Duration patience) throws SQLException {
    boolean failover = connection.unwrap(PgConnection.class).getServerMajorVersion() >= FAILOVER;
    String sql =
        "SELECT pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput'%s)"
            .formatted(failover ? ", false, false, true" : "");
    try (PreparedStatement create = connection.prepareStatement(sql)) {
      create.setString(1, name);
      create.setQueryTimeout(Math.toIntExact(Math.max(1, patience.toSeconds())));
      create.execute();
    } catch (SQLException failure) {
      if (CANCELLED.equals(failure.getSQLState())) {
        throw new SetupFault(
            "The replication slot waits for transactions that were open when it was asked for;"
                + " see pg_stat_activity.xact_start");
      }
      throw failure;
    }
  }

  void drop(Connection connection) throws SQLException {
    call(connection, "SELECT pg_catalog.pg_drop_replication_slot(?)");
  }

  /** Ends a process that reads it: one of our own whose connection is gone. */
  void terminate(Connection connection, int reader) throws SQLException {
    try (PreparedStatement terminate =
        connection.prepareStatement("SELECT pg_catalog.pg_terminate_backend(?)")) {
      terminate.setInt(1, reader);
      terminate.execute();
    }
  }

  private void call(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.execute();
    }
  }
}

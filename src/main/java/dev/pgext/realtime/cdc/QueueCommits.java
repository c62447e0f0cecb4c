package dev.pgext.realtime.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * The order of the queue's transactions, which this server alone writes down: in {@code
 * pgext.queue_commit}, as it sees them committed, and among those seen at once by the last change
 * of each. A transaction that waited for another one's row so comes after it; and because the order
 * is stored, a position is the same after a restart.
 *
 * <p>The first row is a marker: everything behind it is still in the queue.
 */
final class QueueCommits {
  private static final String EPOCH =
      """
      SELECT epoch, system_identifier, (SELECT system_identifier FROM pg_control_system())
      FROM (SELECT) AS one LEFT JOIN pgext.queue_epoch ON true
      """;

  /** Transaction ids of another cluster mean nothing, and neither does what was in the queue. */
  private static final String BEGIN =
      """
      WITH emptied AS (DELETE FROM pgext.queue), unlisted AS (DELETE FROM pgext.queue_commit),
        marker AS (INSERT INTO pgext.queue_commit (xid, committed_at)
                   SELECT pg_current_xact_id(), clock_timestamp())
      INSERT INTO pgext.queue_epoch (epoch, system_identifier) VALUES (?, ?)
      ON CONFLICT (only_one) DO UPDATE
        SET epoch = excluded.epoch, system_identifier = excluded.system_identifier
      """;

  private static final String LIST =
      """
      WITH fresh AS (
        SELECT xid, max(id) AS last, max(at) AS at FROM pgext.queue AS q
        WHERE xid >= ?::xid8
          AND NOT EXISTS (SELECT FROM pgext.queue_commit AS c WHERE c.xid = q.xid)
        GROUP BY xid)
      INSERT INTO pgext.queue_commit (xid, committed_at) SELECT xid, at FROM fresh ORDER BY last
      """;

  private static final String PRUNE =
      """
      WITH gone AS (DELETE FROM pgext.queue_commit WHERE position < ? RETURNING xid)
      DELETE FROM pgext.queue WHERE xid IN (SELECT xid FROM gone)
      """;

  private final Connection connection;

  /** Below it every transaction had ended, and was listed, when this was last looked at. */
  private String oldestRunning = "0";

  QueueCommits(Connection connection) {
    this.connection = connection;
  }

  /** The epoch in force, a new one on another cluster than the last time. */
  long epoch() throws SQLException {
    long former;
    long system;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(EPOCH)) {
      row.next();
      former = row.getLong(1);
      system = row.getLong(3);
      if (former != 0 && row.getLong(2) == system) {
        return former;
      }
    }
    long next = Math.max(former + 1, Instant.now().getEpochSecond());
    try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
      begin.setLong(1, next);
      begin.setLong(2, system);
      begin.executeUpdate();
    }
    return next;
  }

  /** The marker's position. */
  long start() throws SQLException {
    return number("SELECT coalesce(min(position), 0) FROM pgext.queue_commit");
  }

  /** The last position given out. */
  long end() throws SQLException {
    return number("SELECT coalesce(max(position), 0) FROM pgext.queue_commit");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Gives positions to what was committed since; how many there are. */
  int list() throws SQLException {
    String running;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")) {
      row.next();
      running = row.getString(1);
    }
    try (PreparedStatement list = connection.prepareStatement(LIST)) {
      list.setString(1, oldestRunning);
      int listed = list.executeUpdate();
      oldestRunning = running;
      return listed;
    }
  }

  /** Forgets what lies before a position, which becomes the marker. */
  void prune(long position) throws SQLException {
    try (PreparedStatement prune = connection.prepareStatement(PRUNE)) {
      prune.setLong(1, position);
      prune.executeUpdate();
    }
  }
}

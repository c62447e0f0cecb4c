package dev.pgext.exec;

import dev.pgext.exec.ConnectorDataSource.Session;
import dev.pgext.observe.Observation.ConnectionState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection of the pool while one request uses it. Confined to one thread.
 *
 * <p>Statements run on pgjdbc's own connection, not on the pool's proxy: that one drops connections
 * for SQLSTATEs which any request can cause (0A000).
 */
final class Lease implements AutoCloseable {
  /** Beyond it some of what PostgreSQL allocates for a body is mapped and given back each time. */
  private static final int LARGE = 32 * 1024;

  /**
   * A string of 4 MB, dropped at once. glibc keeps as much freed memory as twice the largest block
   * that was mapped and freed so far; at first that is so little that a backend gives back the
   * memory of each large body and answer and has it mapped anew for the next, page by page.
   *
   * @see <a href="https://man7.org/linux/man-pages/man3/mallopt.3.html">mallopt(3),
   *     M_MMAP_THRESHOLD</a>
   */
  private static final String KEEP_MEMORY =
      "SELECT pg_catalog.octet_length(pg_catalog.repeat(pg_catalog.repeat('x', 4096), 1024))";

  private final ConnectionPool pool;
  private final Connection pooled;
  private final PgConnection connection;
  private final Session session;
  private final Cleanup cleanup;
  private ConnectionState outcome = ConnectionState.SUCCEEDED;
  private boolean evicted;

  Lease(ConnectionPool pool, Connection pooled, PgConnection connection, Session session) {
    this.pool = pool;
    this.pooled = pooled;
    this.connection = connection;
    this.session = session;
    this.cleanup = pool.cleanup();
    pool.used(session);
  }

  /** The pool's view of the connection, for work of many round trips. */
  Connection pooled() {
    return pooled;
  }

  Cleanup cleanup() {
    return cleanup;
  }

  /** A statement for the script, its parameters set. */
  PreparedStatement prepare(Script script) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(script.text());
    try {
      script.bind(prepared);
      return prepared;
    } catch (SQLException | RuntimeException failure) {
      prepared.close();
      throw failure;
    }
  }

  /** Runs a script whose results nobody needs. */
  void run(Script script) throws SQLException {
    try (PreparedStatement prepared = prepare(script)) {
      prepared.execute();
    }
  }

  /** Makes pgjdbc prepare everything again; a round trip. */
  void forgetPrepared() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DEALLOCATE ALL");
    }
  }

  /**
   * A body of this size went either way, in a request that is done. With the first large one the
   * session's process begins to keep memory: a round trip.
   */
  void carried(int bytes) {
    if (bytes < LARGE || evicted || !session.keepsMemory().compareAndSet(false, true)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(KEEP_MEMORY);
    } catch (SQLException broken) {
      evict();
    }
  }

  /** Whether no transaction is open, as the server said last. */
  boolean isIdle() {
    return connection.getTransactionState() == TransactionState.IDLE;
  }

  /** Something that ran on it failed. */
  void failed() {
    outcome = ConnectionState.FAILED;
  }

  boolean evicted() {
    return evicted;
  }

  /** Closes the connection instead of giving it back. */
  void evict() {
    if (!evicted) {
      evicted = true;
      outcome = ConnectionState.BROKEN;
      pool.evict(pooled);
    }
  }

  /** Gives the connection back, if it is as it was when it was taken. */
  @Override
  public void close() throws SQLException {
    try {
      if (!evicted && (connection.isClosed() || !isIdle())) {
        evict();
      }
      if (!evicted) {
        connection.clearWarnings();
        pooled.close();
      }
    } finally {
      pool.released(session, outcome);
    }
  }
}

package dev.pgext.exec;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.ConnectorDataSource.Session;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.ConnectionState;
import dev.pgext.observe.Observation.PoolFlushed;
import dev.pgext.observe.Observation.PoolRequestFulfilled;
import dev.pgext.observe.Observation.PoolRequested;
import dev.pgext.observe.Observation.PoolTimeout;
import dev.pgext.observe.Observer;
import dev.pgext.observe.PoolState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.postgresql.jdbc.PgConnection;

/**
 * The connections to the database. Thread-safe; callers block until one is free.
 *
 * <p>Connections stay in autocommit mode and are clean whenever they are in the pool, so neither
 * taking nor giving back costs a round trip.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/connection_pool.html">PostgREST:
 *     connection pool</a>
 */
public final class ConnectionPool implements PoolState, AutoCloseable {
  /** How long one look at whether a connection can be opened takes. */
  private static final Duration SLICE = Duration.ofMillis(250);

  /** A database that takes longer to answer nothing at all counts as gone. */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(2);

  private static final Duration SHORTEST_IDLETIME = Duration.ofSeconds(10);
  private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(30);
  private static final Duration TRUSTED_WHILE_IDLE = Duration.ofSeconds(5);

  private final Connector connector;
  private final Config.Pool settings;
  private final Observer observer;
  private final ConnectorDataSource source;
  private final HikariDataSource connections;

  /** Callers queue here, in order; HikariCP alone would let some starve. */
  private final Semaphore turns;

  public ConnectionPool(Connector connector, Config.Pool settings, Observer observer) {
    this.connector = connector;
    this.settings = settings;
    this.observer = observer;
    this.turns = new Semaphore(settings.size(), true);
    // The pool has no other way to say how long a connection is trusted without a round trip.
    System.setProperty(
        "com.zaxxer.hikari.aliveBypassWindowMs", Long.toString(TRUSTED_WHILE_IDLE.toMillis()));
    this.source = new ConnectorDataSource(connector, observer);
    this.connections = connections(source, settings);
  }

  /** It opens nothing yet. To copy a {@code HikariConfig} into it would be done by reflection. */
  private static HikariDataSource connections(ConnectorDataSource source, Config.Pool settings) {
    Duration lifetime = longer(settings.maxLifetime(), SHORTEST_LIFETIME);
    HikariDataSource configuration = new HikariDataSource();
    configuration.setPoolName("pgext");
    configuration.setDataSource(source);
    configuration.setMaximumPoolSize(settings.size());
    configuration.setMinimumIdle(Math.min(settings.minimum(), settings.size()));
    configuration.setConnectionTimeout(SLICE.toMillis());
    configuration.setValidationTimeout(SLOWEST_ANSWER.toMillis());
    // Left open, it is asked of the first connection, and where that breaks none is ever set up.
    configuration.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    configuration.setIdleTimeout(longer(settings.maxIdletime(), SHORTEST_IDLETIME).toMillis());
    configuration.setMaxLifetime(lifetime.toMillis());
    configuration.setInitializationFailTimeout(-1);
    return configuration;
  }

  private static Duration longer(Duration wanted, Duration shortest) {
    return wanted.compareTo(shortest) < 0 ? shortest : wanted;
  }

  /** Something that is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it; the connection is in autocommit mode before and must be after. */
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does pgext's own work, of any number of round trips, as the login role.
   *
   * @throws ApiException if the database cannot be reached or refuses
   */
  public <T> T use(Work<T> work) {
    try (Lease lease = acquire()) {
      return work.on(lease.pooled());
    } catch (SQLException failure) {
      throw DatabaseErrors.of(failure, false).asException();
    }
  }

  /** Takes a connection; the caller closes the lease. */
  Lease acquire() {
    observer.observe(new PoolRequested());
    long deadline = System.nanoTime() + settings.acquisitionTimeout().toNanos();
    Lease lease = null;
    try {
      queue(deadline);
      lease = lease(deadline);
      return lease;
    } catch (SQLException closed) {
      throw new UnavailableError.Connection(closed.getMessage()).asException();
    } finally {
      if (lease == null) {
        observer.observe(new PoolRequestFulfilled());
      }
    }
  }

  private void queue(long deadline) throws SQLException {
    try {
      if (!turns.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw timeout();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a connection", interrupted);
    }
  }

  private Lease lease(long deadline) throws SQLException {
    try {
      return borrow(deadline);
    } catch (SQLException | RuntimeException failure) {
      turns.release();
      throw failure;
    }
  }

  /** A connection that was being opened while all were replaced comes late, and is not used. */
  private Lease borrow(long deadline) throws SQLException {
    while (true) {
      try {
        Connection pooled = connections.getConnection();
        PgConnection connection = pooled.unwrap(PgConnection.class);
        Session session = source.session(connection);
        if (!source.isOld(session)) {
          return new Lease(this, pooled, connection, session);
        }
        connections.evictConnection(pooled);
      } catch (SQLTransientConnectionException none) {
        failWhenUnreachable();
        if (System.nanoTime() >= deadline) {
          throw timeout();
        }
      }
    }
  }

  /** No connection is open, and the last attempt to open one failed: waiting does not help. */
  private void failWhenUnreachable() {
    UnavailableError.Connection failure = connector.lastFailure();
    if (failure != null && counted(HikariPoolMXBean::getTotalConnections) == 0) {
      throw failure.asException();
    }
  }

  private ApiException timeout() {
    UnavailableError.PoolTimeout timeout = new UnavailableError.PoolTimeout();
    observer.observe(new PoolTimeout(timeout));
    return timeout.asException();
  }

  /** How a transaction on these connections is cleaned up. */
  Cleanup cleanup() {
    return connector.cleanup();
  }

  /** A lease begins to use a connection. */
  void used(Session session) {
    observer.observe(new Observation.Connection(session.name(), ConnectionState.USED));
  }

  /** A lease is done with a connection; so the request for one is fulfilled. */
  void released(Session session, ConnectionState state) {
    turns.release();
    observer.observe(new Observation.Connection(session.name(), state));
    observer.observe(new PoolRequestFulfilled());
  }

  /** Closes a connection instead of taking it back. */
  void evict(Connection pooled) {
    connections.evictConnection(pooled);
  }

  /**
   * Closes idle connections now and busy ones when they come back: sessions that begin from now on
   * have what ALTER ROLE changed.
   */
  public void flush() {
    source.renew();
    HikariPoolMXBean pool = connections.getHikariPoolMXBean();
    if (pool != null) {
      pool.softEvictConnections();
    }
    observer.observe(new PoolFlushed());
  }

  @Override
  public int available() {
    return counted(HikariPoolMXBean::getIdleConnections);
  }

  @Override
  public int waiting() {
    return turns.getQueueLength() + counted(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  /** None before the first caller came: until then there is no pool. */
  private int counted(ToIntFunction<HikariPoolMXBean> count) {
    HikariPoolMXBean pool = connections.getHikariPoolMXBean();
    return pool == null ? 0 : count.applyAsInt(pool);
  }

  @Override
  public int maximum() {
    return settings.size();
  }

  /** Closes all connections; those in use are closed under their users. */
  @Override
  public void close() {
    connections.close();
  }
}

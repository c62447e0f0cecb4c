package dev.pgext.exec;

import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.ConnectionState;
import dev.pgext.observe.Observer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Connector} as the pool wants it; nothing else of the interface has a meaning. It
 * remembers each connection's {@link Session}. Thread-safe.
 */
final class ConnectorDataSource implements DataSource {
  private final Connector connector;
  private final Observer observer;
  private final Map<Connection, Session> sessions =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final AtomicLong generation = new AtomicLong();

  ConnectorDataSource(Connector connector, Observer observer) {
    this.connector = connector;
    this.observer = observer;
  }

  /**
   * One connection's.
   *
   * @param name under which the log follows it
   * @param generation how often all were to be replaced before it was opened
   * @param keepsMemory whether its process was made to keep the memory of large bodies
   */
  record Session(String name, long generation, AtomicBoolean keepsMemory) {}

  @Override
  public Connection getConnection() throws SQLException {
    String name = UUID.randomUUID().toString();
    Session session = new Session(name, generation.get(), new AtomicBoolean());
    observer.observe(new Observation.Connection(name, ConnectionState.ESTABLISHING));
    try {
      Connection opened = connector.open();
      sessions.put(opened, session);
      observer.observe(new Observation.Connection(name, ConnectionState.ESTABLISHED));
      return opened;
    } catch (SQLException failure) {
      observer.observe(new Observation.Connection(name, ConnectionState.BROKEN));
      throw failure;
    }
  }

  /** The session of a connection that was opened here. */
  Session session(Connection opened) {
    return Objects.requireNonNull(sessions.get(opened));
  }

  /** Makes all sessions old that exist or are being opened. */
  void renew() {
    generation.incrementAndGet();
  }

  /** Whether it should be replaced. */
  boolean isOld(Session session) {
    return session.generation() != generation.get();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.postgresql");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

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
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Connector} as the pool wants it; nothing else of the interface has a meaning. Each
 * connection gets a name, under which the log follows it. Thread-safe.
 */
final class ConnectorDataSource implements DataSource {
  private final Connector connector;
  private final Observer observer;
  private final Map<Connection, Opened> known = Collections.synchronizedMap(new WeakHashMap<>());
  private final AtomicInteger generation = new AtomicInteger();

  /** Under which name it is in the log, and how often all were renewed before it was begun. */
  private record Opened(String name, int generation) {}

  ConnectorDataSource(Connector connector, Observer observer) {
    this.connector = connector;
    this.observer = observer;
  }

  @Override
  public Connection getConnection() throws SQLException {
    String name = UUID.randomUUID().toString();
    int begun = generation.get();
    observer.observe(new Observation.Connection(name, ConnectionState.ESTABLISHING));
    try {
      Connection opened = connector.open();
      known.put(opened, new Opened(name, begun));
      observer.observe(new Observation.Connection(name, ConnectionState.ESTABLISHED));
      return opened;
    } catch (SQLException failure) {
      observer.observe(new Observation.Connection(name, ConnectionState.BROKEN));
      throw failure;
    }
  }

  /** Tells what became of a connection. */
  void observe(Connection connection, ConnectionState state) {
    Opened opened = known.get(connection);
    observer.observe(new Observation.Connection(opened == null ? "" : opened.name(), state));
  }

  /** Whatever is open by now is outdated, and so is what is being opened. */
  void renew() {
    generation.incrementAndGet();
  }

  /** Whether it was begun before all were renewed. */
  boolean outdated(Connection connection) {
    Opened opened = known.get(connection);
    return opened != null && opened.generation() != generation.get();
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

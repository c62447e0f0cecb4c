package dev.pgext.migrate;

import dev.pgext.exec.Connector;
import dev.pgext.migrate.MigrationException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * The one connection of a run. Transactions are begun and ended by statements, since scripts do so,
 * too. Confined to one thread.
 */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final String settings;

  private Session(Connection connection, String settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /**
   * Connects.
   *
   * @throws MigrationException where that fails, with what to do
   */
  public static Session open(MigrationTarget target, Duration lockTimeout) {
    Connector connector = Connector.forScripts(target.connection().toPrimary(), target.settings());
    try {
      Connection connection = connector.open();
      Session session = new Session(connection, ownSettings(connection, lockTimeout));
      session.execute(session.settings);
      return session;
    } catch (SQLException failure) {
      throw Connecting.failed(failure, connector.unreachable(failure), target.connection());
    }
  }

  /** A server whose client was killed notices it, and ends what it does. */
  private static String ownSettings(Connection connection, Duration lockTimeout)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet zone =
            statement.executeQuery("SELECT quote_literal(current_setting('TimeZone'))")) {
      zone.next();
      return "SET TimeZone = %s; SET lock_timeout = %d; SET client_connection_check_interval = 1000"
          .formatted(zone.getString(1), lockTimeout.toMillis());
    }
  }

  /** The connection itself, in autocommit mode as far as the driver knows. */
  public Connection connection() {
    return connection;
  }

  /** Runs a text as it is. */
  public void execute(String sql) throws SQLException {
    execute(sql, ignored -> {});
  }

  /** Runs a text as it is; what the server says on the way goes to the consumer. */
  public void execute(String sql, Consumer<String> notices) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
      for (SQLWarning said = statement.getWarnings(); said != null; said = said.getNextWarning()) {
        notices.accept(said.getMessage());
      }
    }
  }

  /** Runs a statement of ours with its values. */
  public int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** Reads a row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a query of ours with its values. */
  public <T> List<T> query(RowReader<T> reader, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Integer number -> statement.setInt(i + 1, number);
        case Long number -> statement.setLong(i + 1, number);
        case Absent absent -> statement.setNull(i + 1, absent.type());
        default -> statement.setString(i + 1, values[i].toString());
      }
    }
    return statement;
  }

  /** A null of a type of {@link java.sql.Types}. */
  public record Absent(int type) {}

  /** Whether a transaction is open. */
  public boolean inTransaction() {
    return state() != TransactionState.IDLE;
  }

  private TransactionState state() {
    try {
      return connection.unwrap(PgConnection.class).getTransactionState();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends an open transaction, if there is one. */
  public void rollback() throws SQLException {
    if (!connection.isClosed() && inTransaction()) {
      execute("ROLLBACK");
    }
  }

  /** Takes back what a script has set, so that the next one begins as every one does. */
  public void restore() throws SQLException {
    execute("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; " + settings);
  }

  /** What to tell the user of a failure that has no place in a file. */
  public static MigrationException broken(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    boolean gone = state.startsWith("08") || state.startsWith("57P");
    return gone
        ? new MigrationException(
            Reason.UNREACHABLE,
            "the connection broke: %s\n  hint: PostgreSQL's log says why, `pgext migrate status` how far it came"
                .formatted(failure.getMessage()))
        : new MigrationException(Reason.STATEMENT, failure.getMessage() + Connecting.advice(state));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no use any more, which is what was asked for.
    }
  }
}

package dev.pgext.realtime.visibility;

import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of read-only transactions in one string, so in one round trip, that leaves nothing
 * behind: each ends by a rollback, which undoes role, claims and whatever a policy's functions set.
 * The transactions are explicit ones, so they hold even where pgjdbc divides the string. Confined
 * to one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-rollback.html">PostgreSQL: ROLLBACK AND
 *     CHAIN</a>
 */
final class ViewerTransaction {
  private final StringBuilder text = new StringBuilder("BEGIN READ ONLY");
  private final List<Bind> parameters = new ArrayList<>();

  /** Reads one row of a result. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  ViewerTransaction add(SqlFragment statement) {
    text.append(';').append(statement.text());
    parameters.addAll(statement.parameters());
    return this;
  }

  /** Ends the transaction and begins another one like it. */
  ViewerTransaction next() {
    text.append(";ROLLBACK AND CHAIN");
    return this;
  }

  /** Runs the script; what is left open by a failure is rolled back. */
  <T> T run(Connection connection, ResultsReader<T> reader) throws SQLException {
    // Locks of the session are all that a rollback would leave.
    text.append(";ROLLBACK;SELECT 1 FROM pg_catalog.pg_advisory_unlock_all()");
    try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
      bind(statement);
      statement.execute();
      return reader.read(new Results(statement));
    } catch (SQLException failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  /** Reads the results of a script in their order. */
  @FunctionalInterface
  interface ResultsReader<T> {
    T read(Results results) throws SQLException;
  }

  private static void rollBack(Connection connection, SQLException failure) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK;SELECT pg_catalog.pg_advisory_unlock_all()");
    } catch (SQLException alsoFailed) {
      // The pool does not take back a connection whose transaction is open.
      failure.addSuppressed(alsoFailed);
    }
  }

  private void bind(PreparedStatement statement) throws SQLException {
    int index = 0;
    for (Bind parameter : parameters) {
      index++;
      switch (parameter) {
        case Bind.Text value -> bindText(statement, index, value);
        case Bind.Utf8 value ->
            statement.setString(index, new String(value.value(), StandardCharsets.UTF_8));
        case Bind.Bigint value -> statement.setLong(index, value.value());
        case Bind.Bytes value -> statement.setBytes(index, value.value());
      }
    }
  }

  private static void bindText(PreparedStatement statement, int index, Bind.Text value)
      throws SQLException {
    if (value.value() == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, value.value());
    }
  }

  /** The results of the statements that give rows. */
  static final class Results {
    private final PreparedStatement statement;
    private boolean first = true;

    private Results(PreparedStatement statement) {
      this.statement = statement;
    }

    /** All rows of the next statement that gives any. */
    <T> List<T> rows(RowReader<T> reader) throws SQLException {
      List<T> rows = new ArrayList<>();
      try (ResultSet result = advance()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }

    /** Passes over a statement whose rows nobody needs. */
    void skip() throws SQLException {
      advance().close();
    }

    private ResultSet advance() throws SQLException {
      boolean isResult = first ? statement.getResultSet() != null : statement.getMoreResults();
      first = false;
      while (!isResult) {
        if (statement.getUpdateCount() == -1) {
          throw new IllegalStateException("fewer results than statements");
        }
        isResult = statement.getMoreResults();
      }
      return statement.getResultSet();
    }
  }
}

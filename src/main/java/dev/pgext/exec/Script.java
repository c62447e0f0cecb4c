package dev.pgext.exec;

import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Several statements in one string, which pgjdbc sends up to one Sync: one round trip, one implicit
 * transaction. Confined to one thread.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">PostgreSQL:
 *     pipelining</a>
 */
final class Script {
  private final StringBuilder text = new StringBuilder(2048);
  private final List<Bind> parameters = new ArrayList<>();
  private int statements;

  /** Appends a statement without parameters; returns its place among the results. */
  int add(String statement) {
    if (statements > 0) {
      text.append(';');
    }
    text.append(statement);
    return statements++;
  }

  /** Appends a statement; returns its place among the results. */
  int add(SqlFragment statement) {
    parameters.addAll(statement.parameters());
    return add(statement.text());
  }

  String text() {
    return text.toString();
  }

  /**
   * Sets every parameter with a type that pgjdbc knows: an unknown one makes it describe the
   * statement and, from the sixth execution on, end the transaction in the middle of the string.
   */
  void bind(PreparedStatement statement) throws SQLException {
    int index = 0;
    for (Bind parameter : parameters) {
      index++;
      switch (parameter) {
        case Bind.Text text -> bindText(statement, index, text);
        case Bind.Utf8 text ->
            statement.setString(index, new String(text.value(), StandardCharsets.UTF_8));
        case Bind.Bigint number -> statement.setLong(index, number.value());
        case Bind.Bytes bytes -> statement.setBytes(index, bytes.value());
      }
    }
  }

  private static void bindText(PreparedStatement statement, int index, Bind.Text text)
      throws SQLException {
    if (text.value() == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text.value());
    }
  }
}

package dev.pgext.realtime.hub;

import dev.pgext.error.ApiException;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads values back from a table, as the viewer and through its policies, where the row's version
 * is still the one that the transaction wrote. Thread-safe; blocks.
 */
final class TableValues implements MissingValues {
  private static final String ENTER =
      "SELECT set_config('search_path', 'pg_catalog', true), set_config('role', ?, true),"
          + " set_config('request.jwt.claims', ?, true)";

  private final ConnectionPool pool;

  TableValues(ConnectionPool pool) {
    this.pool = pool;
  }

  /** What is looked for: these columns of the row with this key. */
  private record Wanted(TableShape table, Tuple row, List<Integer> columns, List<Integer> key) {}

  @Override
  public void complete(Judgement judgement) {
    Change.Row change = judgement.change();
    Tuple row = change.after();
    if (row == null || judgement.transaction().xid() == 0) {
      return;
    }
    TableShape table = change.table();
    List<Integer> columns =
        judgement.binding().columns().stream().filter(row::isUnchanged).toList();
    List<Integer> key =
        IntStream.range(0, table.columns().size())
            .filter(column -> table.columns().get(column).identity())
            .boxed()
            .toList();
    if (key.isEmpty() || key.stream().anyMatch(column -> row.text(column) == null)) {
      return;
    }
    Wanted wanted = new Wanted(table, row, columns, key);
    if (changesAgain(wanted, change, judgement.transaction())) {
      return;
    }
    read(wanted, judgement.viewer(), judgement.transaction().xid())
        .ifPresent(found -> judgement.complete(row.completedFrom(found)));
  }

  /** A later version of the same transaction bears the same transaction's id. */
  private static boolean changesAgain(Wanted wanted, Change.Row change, Passing transaction) {
    for (Change other : transaction.changes()) {
      if (other.index() > change.index()
          && other instanceof Change.Row later
          && later.table().oid() == wanted.table().oid()
          && (sameKey(wanted, later.before()) || sameKey(wanted, later.after()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameKey(Wanted wanted, @Nullable Tuple row) {
    return row != null
        && wanted.key().stream()
            .allMatch(column -> Objects.equals(row.text(column), wanted.row().text(column)));
  }

  private Optional<Tuple> read(Wanted wanted, Viewer viewer, long xid) {
    try {
      return pool.use(connection -> inTransaction(connection, wanted, viewer, xid));
    } catch (ApiException notToBeHad) {
      return Optional.empty();
    }
  }

  private static Optional<Tuple> inTransaction(
      Connection connection, Wanted wanted, Viewer viewer, long xid) throws SQLException {
    connection.setAutoCommit(false);
    try {
      enter(connection, viewer);
      return select(connection, wanted, xid);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void enter(Connection connection, Viewer viewer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENTER)) {
      statement.setString(1, viewer.role());
      statement.setString(2, viewer.claims());
      statement.execute();
    }
  }

  private static Optional<Tuple> select(Connection connection, Wanted wanted, long xid)
      throws SQLException {
    List<String> binds = new ArrayList<>();
    for (int column : wanted.key()) {
      binds.add(wanted.row().text(column));
    }
    try (PreparedStatement statement = connection.prepareStatement(sql(wanted))) {
      int index = 1;
      statement.setString(index++, Long.toString(xid));
      for (String bind : binds) {
        statement.setString(index++, bind);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(tuple(rows, wanted)) : Optional.empty();
      }
    }
  }

  /** What {@code format} prints is what the type's output function does. */
  private static String sql(Wanted wanted) {
    String columns =
        wanted.columns().stream()
            .map(column -> "format('%s', " + name(wanted, column) + ")")
            .collect(Collectors.joining(", "));
    String key =
        wanted.key().stream()
            .map(column -> "format('%s', " + name(wanted, column) + ") = ?")
            .collect(Collectors.joining(" AND "));
    return "SELECT "
        + columns
        + " FROM "
        + Identifiers.quote(wanted.table().name())
        + " WHERE xmin::text = ? AND "
        + key;
  }

  private static String name(Wanted wanted, int column) {
    return Identifiers.quote(wanted.table().columns().get(column).name());
  }

  private static Tuple tuple(ResultSet row, Wanted wanted) throws SQLException {
    @Nullable String[] values = new String[wanted.table().columns().size()];
    for (int index = 0; index < wanted.columns().size(); index++) {
      values[wanted.columns().get(index)] = row.getString(index + 1);
    }
    return Tuple.of(values);
  }
}

package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change.Operation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the queue's rows behind a position, and makes transactions of them. */
final class QueueReader {
  private static final int FETCH = 1000;
  private static final long XID = 0xFFFF_FFFFL;

  private static final String TABLES =
      """
      SELECT DISTINCT relid::bigint FROM pgext.queue JOIN pgext.queue_commit USING (xid)
      WHERE position > ? AND position <= ? AND relid IS NOT NULL
      """;

  private static final String ROWS =
      """
      SELECT position, xid::text, committed_at, op, relid::bigint, attnums, old_row, new_row,
             prefix, content
      FROM pgext.queue_commit JOIN pgext.queue USING (xid)
      WHERE position > ? AND position <= ? ORDER BY position, id
      """;

  private final Connection connection;
  private final QueuedTables tables;
  private final long limit;

  /**
   * A reader on a connection that is not in autocommit mode.
   *
   * @param limit of a transaction's bytes, above which its rows are not kept
   */
  QueueReader(Connection connection, QueuedTables tables, long limit) {
    this.connection = connection;
    this.tables = tables;
    this.limit = limit;
  }

  /** Takes a transaction. */
  interface Receiver {
    void accept(Transaction transaction) throws SQLException, InterruptedException;
  }

  /** Gives everything behind one position, up to another. */
  void read(long from, long to, Receiver receiver) throws SQLException, InterruptedException {
    tables.describe(connection, named(from, to));
    try (PreparedStatement select = connection.prepareStatement(ROWS)) {
      select.setFetchSize(FETCH);
      select.setLong(1, from);
      select.setLong(2, to);
      try (ResultSet rows = select.executeQuery()) {
        Pending pending = null;
        while (rows.next()) {
          long position = rows.getLong(1);
          if (pending == null || pending.position != position) {
            give(pending, receiver);
            pending = new Pending(position, rows);
          }
          add(rows, pending.changes);
        }
        give(pending, receiver);
      }
    }
  }

  private Set<Integer> named(long from, long to) throws SQLException {
    Set<Integer> named = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(TABLES)) {
      select.setLong(1, from);
      select.setLong(2, to);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          named.add((int) rows.getLong(1));
        }
      }
    }
    return named;
  }

  private static void give(@Nullable Pending pending, Receiver receiver)
      throws SQLException, InterruptedException {
    if (pending != null) {
      receiver.accept(pending.changes.build(new Lsn(pending.position), pending.committedAt));
    }
  }

  private void add(ResultSet row, TransactionBuilder changes) throws SQLException {
    String operation = row.getString(4);
    if (operation.equals("M")) {
      changes.emit(row.getString(9), row.getString(10));
      return;
    }
    QueuedTable table = tables.find((int) row.getLong(5));
    if (table == null) {
      changes.pass();
      return;
    }
    if (tables.takeFresh(table.shape())) {
      changes.describe(table.shape());
    }
    if (operation.equals("T")) {
      changes.truncate(table.shape());
      return;
    }
    List<Short> columns = columns(row.getArray(6));
    Tuple before = tuple(table, columns, row.getString(7));
    Tuple after = tuple(table, columns, row.getString(8));
    changes.row(table.shape(), operation(operation), before, after);
  }

  private static Operation operation(String letter) {
    return switch (letter) {
      case "I" -> Operation.INSERT;
      case "U" -> Operation.UPDATE;
      default -> Operation.DELETE;
    };
  }

  private static List<Short> columns(Array numbers) throws SQLException {
    return Arrays.asList((Short[]) numbers.getArray());
  }

  private static @Nullable Tuple tuple(
      QueuedTable table, List<Short> columns, @Nullable String row) {
    return row == null ? null : table.tuple(columns, row);
  }

  /** A transaction while its rows are read. */
  private final class Pending {
    private final long position;
    private final Instant committedAt;
    private final TransactionBuilder changes;

    Pending(long position, ResultSet row) throws SQLException {
      this.position = position;
      this.committedAt = row.getObject(3, OffsetDateTime.class).toInstant();
      this.changes = new TransactionBuilder(Long.parseUnsignedLong(row.getString(2)) & XID, limit);
    }
  }
}

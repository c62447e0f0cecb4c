package dev.pgext.realtime.hub;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.SqlResource;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what PostgreSQL knows of a table before its first change comes by. Thread-safe; blocks. */
final class TableReader {
  private static final String QUERY = SqlResource.read(TableReader.class, "table");
  private static final String ASTRAY = SqlResource.read(TableReader.class, "astray");

  private final ConnectionPool pool;

  TableReader(ConnectionPool pool) {
    this.pool = pool;
  }

  /** A table, and whether its changes are read. */
  record Found(TableDescription table, boolean watched) {}

  /** The table; empty where there is none, as for a view. */
  Optional<Found> read(QualifiedName name, String publication) {
    return pool.use(connection -> read(connection, name, publication));
  }

  /** Those that are not, or not by that name, tables whose changes are read. */
  Set<NamedTable> astray(Set<NamedTable> asked, String publication) {
    return pool.use(connection -> astray(connection, List.copyOf(asked), publication));
  }

  private static Set<NamedTable> astray(
      Connection connection, List<NamedTable> asked, String publication) throws SQLException {
    Long[] oids =
        asked.stream().map(table -> Integer.toUnsignedLong(table.oid())).toArray(Long[]::new);
    Set<NamedTable> astray = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(ASTRAY)) {
      statement.setString(1, publication);
      statement.setArray(2, connection.createArrayOf("bigint", oids));
      statement.setArray(3, texts(connection, asked, table -> table.name().schema()));
      statement.setArray(4, texts(connection, asked, table -> table.name().name()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          astray.add(asked.get(rows.getInt("place") - 1));
        }
      }
    }
    return astray;
  }

  private static Array texts(
      Connection connection, List<NamedTable> asked, Function<NamedTable, String> text)
      throws SQLException {
    return connection.createArrayOf("text", asked.stream().map(text).toArray(String[]::new));
  }

  private static Optional<Found> read(Connection connection, QualifiedName name, String publication)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, publication);
      statement.setString(2, name.schema());
      statement.setString(3, name.name());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(found(rows, name)) : Optional.empty();
      }
    }
  }

  private static Found found(ResultSet row, QualifiedName name) throws SQLException {
    TableShape shape =
        new TableShape(
            (int) row.getLong("oid"),
            name,
            identity(row.getString("replica_identity")),
            columns(row),
            0);
    String[] key = (String[]) row.getArray("primary_key").getArray();
    return new Found(new TableDescription(shape, List.of(key)), row.getBoolean("watched"));
  }

  private static List<TableShape.Column> columns(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("names").getArray();
    Long[] types = (Long[]) row.getArray("types").getArray();
    Integer[] modifiers = (Integer[]) row.getArray("modifiers").getArray();
    Boolean[] identities = (Boolean[]) row.getArray("identities").getArray();
    List<TableShape.Column> columns = new ArrayList<>();
    for (int index = 0; index < names.length; index++) {
      columns.add(
          new TableShape.Column(
              names[index], types[index].intValue(), modifiers[index], identities[index]));
    }
    return columns;
  }

  private static ReplicaIdentity identity(String letter) {
    return switch (letter) {
      case "f" -> ReplicaIdentity.FULL;
      case "n" -> ReplicaIdentity.NOTHING;
      case "i" -> ReplicaIdentity.INDEX;
      default -> ReplicaIdentity.DEFAULT;
    };
  }
}

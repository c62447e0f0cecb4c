package dev.pgext.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row that a result stands on, read by column name. Confined to the loading thread. */
final class Row {
  private final ResultSet result;

  private Row(ResultSet result) {
    this.result = result;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /** All rows of a result, which is closed. */
  static <T> List<T> all(ResultSet result, Reader<T> reader) throws SQLException {
    try (result) {
      Row row = new Row(result);
      List<T> values = new ArrayList<>();
      while (result.next()) {
        values.add(reader.read(row));
      }
      return values;
    }
  }

  String text(String column) throws SQLException {
    return result.getString(column);
  }

  @Nullable String optionalText(String column) throws SQLException {
    return result.getString(column);
  }

  int number(String column) throws SQLException {
    return result.getInt(column);
  }

  @Nullable Integer optionalNumber(String column) throws SQLException {
    int number = result.getInt(column);
    return result.wasNull() ? null : number;
  }

  /** An oid, unsigned in PostgreSQL, in the bits of an int; 0 for none. */
  int oid(String column) throws SQLException {
    return (int) result.getLong(column);
  }

  boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  /** A text[]; empty for null. */
  List<String> texts(String column) throws SQLException {
    Array array = result.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** A text[] of oids; empty for null. */
  List<Integer> oids(String column) throws SQLException {
    return texts(column).stream().map(Integer::parseUnsignedInt).toList();
  }
}

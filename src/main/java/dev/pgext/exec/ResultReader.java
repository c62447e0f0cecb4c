package dev.pgext.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.sql.RequestStatement.ResultColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the results of a {@link Script}, in their order. Confined to one thread. */
final class ResultReader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] NOTHING = {};

  private final PreparedStatement statement;
  private int position;

  /** Reads what an executed statement gave. */
  ResultReader(PreparedStatement statement) {
    this.statement = statement;
  }

  /** The result at a place; places are visited in ascending order. */
  private ResultSet at(int place) throws SQLException {
    while (position < place) {
      statement.getMoreResults();
      position++;
    }
    ResultSet rows = statement.getResultSet();
    if (rows == null) {
      throw new IllegalStateException("statement " + place + " of the script gave no rows");
    }
    return rows;
  }

  /** The one row of the main statement. */
  ResultRow row(int place) throws SQLException {
    ResultSet rows = at(place);
    if (!rows.next()) {
      throw new IllegalStateException("the main statement gave no row");
    }
    byte[] body = rows.getBytes(column(ResultColumns.BODY));
    return new ResultRow(
        number(rows, ResultColumns.TOTAL),
        rows.getLong(column(ResultColumns.PAGE)),
        location(rows),
        body == null ? NOTHING : body,
        rows.getString(column(ResultColumns.HEADERS)),
        rows.getString(column(ResultColumns.STATUS)),
        number(rows, ResultColumns.INSERTED));
  }

  /** The lines of EXPLAIN. */
  byte[] lines(int place) throws SQLException {
    ResultSet rows = at(place);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    while (rows.next()) {
      lines.writeBytes(rows.getBytes(1));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** The planner's number of rows, from EXPLAIN (FORMAT JSON). */
  @Nullable Long plannedRows(int place) throws SQLException {
    ResultSet rows = at(place);
    if (!rows.next()) {
      return null;
    }
    try {
      JsonNode planned = JSON.readTree(rows.getBytes(1)).at("/0/Plan/Plan Rows");
      return planned.isNumber() ? planned.longValue() : null;
    } catch (IOException e) {
      throw new IllegalStateException("EXPLAIN (FORMAT JSON) always gives JSON", e);
    }
  }

  private static List<String> location(ResultSet rows) throws SQLException {
    Array location = rows.getArray(column(ResultColumns.LOCATION));
    return location == null ? List.of() : List.of((String[]) location.getArray());
  }

  private static @Nullable Long number(ResultSet rows, ResultColumns column) throws SQLException {
    long number = rows.getLong(column(column));
    return rows.wasNull() ? null : number;
  }

  @SuppressWarnings("EnumOrdinal") // the enum is the order of the columns
  private static int column(ResultColumns column) {
    return column.ordinal() + 1;
  }
}

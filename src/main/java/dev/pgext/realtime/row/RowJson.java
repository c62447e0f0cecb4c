package dev.pgext.realtime.row;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prints some columns of a table's rows as the JSON object that REST answers for the same row.
 *
 * <p>Made once for each description of a table and list of columns, then used for every row.
 * Immutable and thread-safe. Rows with {@link #exotic} columns go through {@link ExoticValues}
 * first.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-CREATION-TABLE">PostgreSQL:
 *     row_to_json</a>
 */
public final class RowJson {
  private final List<PrintedColumn> columns;
  private final List<PrintedColumn> exotic;

  private RowJson(List<PrintedColumn> columns) {
    this.columns = columns;
    this.exotic = columns.stream().filter(PrintedColumn::exotic).toList();
  }

  /**
   * For some columns of a table, in the order in which they are given. May ask the database for
   * types that were not seen before.
   */
  public static RowJson of(TypeRegistry registry, TableShape table, List<Integer> positions) {
    return of(registry.of(table), table, positions);
  }

  static RowJson of(Types types, TableShape table, List<Integer> positions) {
    ValuePrinters printers = new ValuePrinters(types);
    return new RowJson(
        positions.stream()
            .map(position -> PrintedColumn.of(table, position, types, printers))
            .toList());
  }

  /** What a client is told of the columns. */
  public List<ColumnType> columns() {
    return columns.stream().map(PrintedColumn::described).toList();
  }

  /** Whether rows must be given to {@link ExoticValues} before they are printed. */
  public boolean exotic() {
    return !exotic.isEmpty();
  }

  /**
   * Writes {@code {"a":1,…}}; values that were not sent are left out.
   *
   * @throws dev.pgext.error.ApiException where PostgreSQL could not print an exotic value
   */
  public void write(Tuple row, ExoticJson answers, JsonBuffer out) {
    char before = '{';
    for (PrintedColumn column : columns) {
      if (!row.isUnchanged(column.position())) {
        out.put(before);
        column.write(row, answers, out);
        before = ',';
      }
    }
    if (before == '{') {
      out.put('{');
    }
    out.put('}');
  }

  /** The names of the columns whose values were not sent. */
  public List<String> unchanged(Tuple row) {
    return columns.stream()
        .filter(column -> row.isUnchanged(column.position()))
        .map(column -> column.described().name())
        .toList();
  }

  /** Gives the values of a row that PostgreSQL must print. */
  void exoticValues(Tuple row, Consumer<ExoticValue> values) {
    for (PrintedColumn column : exotic) {
      if (row.text(column.position()) != null) {
        values.accept(column.exoticValue(row));
      }
    }
  }

  /**
   * A column as clients know it.
   *
   * @param type {@code pg_type.typname}; that of an array begins with {@code _}
   */
  public record ColumnType(String name, String type) {}
}

package dev.pgext.realtime.row;

import static java.util.Objects.requireNonNull;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowJson.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link RowJson}.
 *
 * @param position in the table's shape
 * @param key its name as a JSON string with the colon
 * @param value how values are printed; null where only PostgreSQL can
 * @param schema the table's
 * @param json SQL that makes JSON of a value in the column {@code text}
 */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
record PrintedColumn(
    int position,
    byte[] key,
    @Nullable ValueJson value,
    ColumnType described,
    String schema,
    String json) {

  static PrintedColumn of(TableShape table, int position, Types types, ValuePrinters printers) {
    TableShape.Column column = table.columns().get(position);
    ValueType type = types.find(column.typeOid());
    return new PrintedColumn(
        position,
        ValuePrinters.key(column.name()),
        exotic(type, printers) ? null : printers.of(column.typeOid()),
        new ColumnType(column.name(), type == null ? "unknown" : type.name()),
        table.name().schema(),
        type == null ? "text" : json(type));
  }

  private static boolean exotic(@Nullable ValueType type, ValuePrinters printers) {
    return type != null && (type.represented() || printers.exotic(type.oid()));
  }

  private static String json(ValueType type) {
    String function = type.represented() ? type.jsonFunction() : "pg_catalog.to_json";
    return function + "(" + read(type) + ")";
  }

  /**
   * By the type's input function; a cast from text may be another function, which regclass has. So
   * the value becomes an array's only element, unless it is an array itself.
   */
  private static String read(ValueType type) {
    return type.array()
        ? "CAST(text AS " + type.sqlName() + ")"
        : "(CAST(CAST(ARRAY[text] AS pg_catalog.text) AS " + type.sqlName() + "[]))[1]";
  }

  boolean exotic() {
    return value == null;
  }

  void write(Tuple row, ExoticJson answers, JsonBuffer out) {
    out.put(key);
    if (row.isNull(position)) {
      out.nothing();
    } else if (value == null) {
      answers.write(exoticValue(row), out);
    } else {
      value.write(row.array(), row.from(position), row.to(position), out);
    }
  }

  /** The value of a row in which it is neither null nor absent. */
  ExoticValue exoticValue(Tuple row) {
    return new ExoticValue(schema, json, requireNonNull(row.text(position)));
  }
}

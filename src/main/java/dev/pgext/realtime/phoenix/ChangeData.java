package dev.pgext.realtime.phoenix;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of a row, as {@code postgres_changes} tells it. Nobody writes to its arrays.
 *
 * @param type {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param columns a JSON array: {@link #columns}
 * @param record the new row, a JSON object; null for a DELETE
 * @param oldRecord the old row as far as it is known; null for an INSERT
 * @see <a href="https://supabase.com/docs/guides/realtime/postgres-changes">Supabase: Postgres
 *     changes</a>
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
public record ChangeData(
    String schema,
    String table,
    Instant committedAt,
    String type,
    byte[] columns,
    byte @Nullable [] record,
    byte @Nullable [] oldRecord) {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int OVERHEAD = 192;

  /**
   * A column, as clients need it to convert values.
   *
   * @param type {@code pg_type.typname}, so an array's begins with an underscore
   */
  public record Column(String name, String type) {}

  /** Writes a list of columns. */
  public static byte[] columns(List<Column> columns) {
    JsonBytes json = new JsonBytes(OVERHEAD).raw("[");
    String separator = "";
    for (Column column : columns) {
      json.raw(separator).raw("{\"name\":").string(column.name());
      json.raw(",\"type\":").string(column.type()).raw("}");
      separator = ",";
    }
    return json.raw("]").toBytes();
  }

  /** Writes the change. */
  public byte[] json() {
    JsonBytes json =
        new JsonBytes(size())
            .raw("{\"schema\":")
            .string(schema)
            .raw(",\"table\":")
            .string(table)
            .raw(",\"commit_timestamp\":")
            .string(MILLISECONDS.format(committedAt))
            .raw(",\"type\":")
            .string(type)
            .raw(",\"columns\":")
            .raw(columns);
    field(json, ",\"record\":", record);
    field(json, ",\"old_record\":", oldRecord);
    return json.raw(",\"errors\":null}").toBytes();
  }

  private static void field(JsonBytes json, String name, byte @Nullable [] value) {
    if (value != null) {
      json.raw(name).raw(value);
    }
  }

  private int size() {
    return OVERHEAD + columns.length + length(record) + length(oldRecord);
  }

  private static int length(byte @Nullable [] json) {
    return json == null ? 0 : json.length;
  }
}

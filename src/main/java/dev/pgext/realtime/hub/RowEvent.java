package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a row as one group of viewers may see it.
 *
 * @param operation what it is to them: an UPDATE that hides a row is a DELETE
 * @param columns positions in the table's shape, of those that the viewers may see and asked for
 * @param record the new row's JSON object in UTF-8; null for a DELETE
 * @param oldRecord the old row's, as far as it is known and visible; null where there is none
 * @param unchanged names of columns that are missing in {@code record}, because their value did not
 *     change and cannot be had
 */
@SuppressWarnings("ArrayRecordComponent") // the JSON is handed on, never compared
public record RowEvent(
    TableShape table,
    Operation operation,
    List<Integer> columns,
    byte @Nullable [] record,
    byte @Nullable [] oldRecord,
    List<String> unchanged,
    Instant committedAt,
    Cursor cursor) {

  public RowEvent {
    columns = List.copyOf(columns);
    unchanged = List.copyOf(unchanged);
  }
}

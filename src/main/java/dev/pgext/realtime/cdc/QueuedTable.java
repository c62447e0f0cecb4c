package dev.pgext.realtime.cdc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table whose triggers write to the queue, maybe a partition, which has columns of its own order.
 *
 * @param shape of the watched table, by whose name changes are known
 * @param positions where in that shape a column is that has this number in the table itself
 */
record QueuedTable(TableShape shape, Map<Short, Integer> positions) {
  private static final int NULL = -1;
  private static final int UNCHANGED = -2;

  QueuedTable {
    positions = Map.copyOf(positions);
  }

  /**
   * A row's image.
   *
   * @param columns the numbers of the columns that the row had
   * @param row as PostgreSQL prints it
   */
  Tuple tuple(List<Short> columns, String row) {
    List<@Nullable String> values = CompositeText.values(row);
    byte[] data = new byte[row.length() * 3];
    int[] starts = new int[shape.columns().size()];
    int[] lengths = new int[starts.length];
    Arrays.fill(lengths, UNCHANGED);
    int end = 0;
    for (int index = 0; index < columns.size(); index++) {
      Integer position = positions.get(columns.get(index));
      if (position == null) {
        continue;
      }
      String value = values.get(index);
      starts[position] = end;
      lengths[position] = NULL;
      if (value != null) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, data, end, bytes.length);
        lengths[position] = bytes.length;
        end += bytes.length;
      }
    }
    return new Tuple(Arrays.copyOf(data, end), starts, lengths);
  }
}

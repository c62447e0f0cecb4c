package dev.pgext.realtime.supabase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.phoenix.ChangeData;
import dev.pgext.realtime.phoenix.ChangeData.Column;
import java.util.List;

/**
 * The lists of columns that events carry, written once for each table and selection. Thread-safe.
 */
final class ColumnTypes {
  private static final int KEPT = 10_000;

  private final TypeNames names;
  private final Cache<Selection, byte[]> written = Caffeine.newBuilder().maximumSize(KEPT).build();

  ColumnTypes(TypeNames names) {
    this.names = names;
  }

  private record Selection(int oid, long generation, List<Integer> columns) {}

  byte[] json(TableShape table, List<Integer> columns) {
    return written.get(
        new Selection(table.oid(), table.generation(), columns), key -> write(table, columns));
  }

  private byte[] write(TableShape table, List<Integer> columns) {
    List<String> types = names.of(table);
    return ChangeData.columns(
        columns.stream()
            .map(index -> new Column(table.columns().get(index).name(), types.get(index)))
            .toList());
  }
}

package dev.pgext.realtime.row;

import dev.pgext.realtime.cdc.TableShape;
import java.util.List;
import java.util.stream.IntStream;

/** A subscription's {@code select}. */
public final class SelectedColumns {
  private SelectedColumns() {}

  /** The positions of all columns. */
  public static List<Integer> all(TableShape table) {
    return IntStream.range(0, table.columns().size()).boxed().toList();
  }

  /**
   * The positions of columns by their names, each once, in the order of the table; all for {@code
   * *}.
   *
   * @throws dev.pgext.error.ApiException 42703 for a name that the table does not have
   */
  public static List<Integer> of(TableShape table, List<String> names) {
    return names.contains("*")
        ? all(table)
        : names.stream()
            .map(name -> UnknownColumn.position(table, name))
            .distinct()
            .sorted()
            .toList();
  }
}

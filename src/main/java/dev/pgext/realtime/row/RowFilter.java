package dev.pgext.realtime.row;

import java.util.Set;

/**
 * A subscription's filter, ready to be applied.
 *
 * @param columns positions in the table's shape of the columns that it compares: whoever may not
 *     SELECT one of them may not filter by it either
 */
public record RowFilter(RowRule rule, Set<Integer> columns) {
  /** Lets every row through. */
  public static final RowFilter NONE = new RowFilter(new RowRule.All(), Set.of());

  public RowFilter {
    columns = Set.copyOf(columns);
  }
}

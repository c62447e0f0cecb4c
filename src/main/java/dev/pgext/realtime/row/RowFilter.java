package dev.pgext.realtime.row;

import java.util.Set;

/**
 * A subscription's filter, ready to be applied.
 *
 * @param columns positions in the table's shape of the columns that it compares: whoever may not
 *     SELECT one of them may not filter by it either
 * @param grounds what it was made of beside the table's description
 */
public record RowFilter(RowRule rule, Set<Integer> columns, Object grounds) {
  /** Lets every row through. */
  public static final RowFilter NONE = new RowFilter(new RowRule.All(), Set.of(), "");

  public RowFilter {
    columns = Set.copyOf(columns);
  }
}

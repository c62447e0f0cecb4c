package dev.pgext.realtime.visibility;

import dev.pgext.realtime.row.RowRule;
import java.util.List;

/**
 * What a viewer may see of a table.
 *
 * @param columns positions in the table's shape that the viewer may SELECT, ascending; none where
 *     the table is denied
 * @param rule which rows: the SELECT policies' USING expressions
 * @param keyDecides whether the rule can be decided on an image that has only the replica
 *     identity's columns
 * @param ofPresentRows whether the table's present rows decide, so that what was changed again or
 *     deleted is hidden
 * @param alike whether all partitions log whole old rows, as their table seems to; true where there
 *     are none
 * @param grounds what the database said of the table, and what else it was made of: made once more
 *     of an equal one, it would be the same
 */
public record Access(
    List<Integer> columns,
    RowRule rule,
    boolean keyDecides,
    boolean ofPresentRows,
    boolean alike,
    Object grounds) {

  public Access {
    columns = List.copyOf(columns);
  }

  /** Whether the viewer may see nothing at all. */
  public boolean denied() {
    return columns.isEmpty();
  }
}

package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.hub.SubscriptionListener.LiveColumn;
import dev.pgext.realtime.row.RowFilter;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Access;
import java.util.List;

/**
 * An interest as it applies to one description of its table: what may be seen, what is asked for,
 * and how it is printed. Immutable.
 *
 * @param described what a client is told of the columns
 * @param columns those that are seen and asked for, positions in the shape
 * @param record prints them
 * @param key prints what tells one row from another
 */
record Binding(
    TableShape shape,
    Access access,
    RowFilter filter,
    List<Integer> columns,
    List<LiveColumn> described,
    RowPrinter record,
    RowPrinter key) {

  Binding {
    columns = List.copyOf(columns);
    described = List.copyOf(described);
  }

  /** Whether old rows come whole. */
  boolean oldRowsAreWhole() {
    return shape.identity() == TableShape.ReplicaIdentity.FULL && access.alike();
  }

  /**
   * What is known of an old row. Where partitions log less than their table's identity says, a null
   * may be a value that was not logged.
   */
  Tuple known(Tuple old) {
    return access.alike() ? old : old.withoutNulls();
  }

  /** Whether some DELETEs cannot be told. */
  boolean deletesLimited() {
    boolean everyRow = access.rule() instanceof RowRule.All && filter.rule() instanceof RowRule.All;
    return access.ofPresentRows() || (!oldRowsAreWhole() && !everyRow);
  }
}

package dev.pgext.plan;

import dev.pgext.catalog.Routine.ResultColumn;
import dev.pgext.pg.QualifiedName;
import java.util.List;

/**
 * The type of the rows that a SELECT reads.
 *
 * @param columns where a function's result says them itself; empty for a relation, whose columns
 *     the catalog knows
 */
record RowType(QualifiedName name, List<ResultColumn> columns) {
  RowType {
    columns = List.copyOf(columns);
  }

  static RowType of(QualifiedName relation) {
    return new RowType(relation, List.of());
  }
}

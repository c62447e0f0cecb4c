package dev.pgext.realtime.row;

import dev.pgext.plan.ColumnRef;
import java.util.List;

/** Values of a filter that stand on the right of one operator. */
record Literal(ColumnRef column, String operator, List<String> values) {
  Literal {
    values = List.copyOf(values);
  }

  static Literal of(ColumnRef column, String operator, String value) {
    return new Literal(column, operator, List.of(value));
  }
}

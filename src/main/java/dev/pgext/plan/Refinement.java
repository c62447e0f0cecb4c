package dev.pgext.plan;

import dev.pgext.request.LogicTree;
import dev.pgext.request.OrderTerm;
import dev.pgext.request.RowRange;
import java.util.List;

/** What filters, orders and ranges of the URL ask of one resource, in the URL's names. */
record Refinement(List<LogicTree> conditions, List<OrderTerm> order, RowRange range) {
  Refinement {
    conditions = List.copyOf(conditions);
    order = List.copyOf(order);
  }
}

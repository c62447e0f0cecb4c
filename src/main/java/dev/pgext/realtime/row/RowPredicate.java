package dev.pgext.realtime.row;

import dev.pgext.realtime.cdc.Tuple;

/** Whether a condition holds for a row's image; SQL's unknown is false. Pure and thread-safe. */
public interface RowPredicate {

  /** Of everything. */
  RowPredicate ALL = tuple -> true;

  boolean test(Tuple tuple);
}

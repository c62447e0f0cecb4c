package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.ExoticJson;
import java.util.List;

/** Prints some columns of a table's rows as JSON. Thread-safe. */
interface RowPrinter {

  /** Whether {@link #prepare} has to ask the database. */
  boolean asks();

  /**
   * What must be known before these rows are printed.
   *
   * @throws dev.pgext.error.ApiException if the database cannot be asked
   */
  ExoticJson prepare(List<Tuple> rows, String role);

  /** A row's JSON object in UTF-8, without the values that were not sent. */
  byte[] print(Tuple row, ExoticJson prepared);

  /** The names of the columns whose values were not sent. */
  List<String> unchanged(Tuple row);
}

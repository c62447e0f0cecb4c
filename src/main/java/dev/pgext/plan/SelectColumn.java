package dev.pgext.plan;

import dev.pgext.request.SelectItem.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of a SELECT list: {@code CAST(AGG(CAST(column AS cast)) AS aggregateCast) AS alias}.
 *
 * @param cast a type name as the client wrote it: letters, digits, {@code _ $} and blanks only
 */
public record SelectColumn(
    ColumnRef column,
    @Nullable String cast,
    @Nullable AggregateFunction aggregate,
    @Nullable String aggregateCast,
    @Nullable String alias) {

  /** The name under which an outer query sees it. */
  public String outputName() {
    return alias == null ? column.name() : alias;
  }
}

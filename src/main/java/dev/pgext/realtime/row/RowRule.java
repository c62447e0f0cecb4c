package dev.pgext.realtime.row;

import dev.pgext.sql.SqlFragment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it is decided whether a row meets a condition: a subscriber's filter, or a role's policies.
 */
public sealed interface RowRule {

  /** Every row does. */
  record All() implements RowRule {}

  /** No row does. */
  record None() implements RowRule {}

  /**
   * Decided here.
   *
   * @param anyOf a row that meets the condition has at least one of these values, so a subscription
   *     may be found by them; empty where no such list is known, and the predicate must be asked
   *     for every row
   */
  record InMemory(List<Equality> anyOf, RowPredicate predicate) implements RowRule {
    public InMemory {
      anyOf = List.copyOf(anyOf);
    }
  }

  /**
   * Decided by PostgreSQL, with the image under the table's bare name as alias.
   *
   * @param condition a boolean expression and its binds, names qualified by that alias
   * @param necessary what must hold, too, and is decided here: a row that does not meet it need not
   *     be asked about. It follows from the condition, so it does not count in {@link #equals}
   */
  record Sql(SqlFragment condition, InMemory necessary) implements RowRule {

    /** A condition of which nothing is known here. */
    public Sql(SqlFragment condition) {
      this(condition, new InMemory(List.of(), RowPredicate.ALL));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sql sql && condition.equals(sql.condition);
    }

    @Override
    public int hashCode() {
      return condition.hashCode();
    }
  }
}

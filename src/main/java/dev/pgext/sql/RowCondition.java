package dev.pgext.sql;

import dev.pgext.catalog.Catalog;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.plan.ReadNode.Qualifier;

/**
 * Writes a condition on one row that stands under an alias, and the operands in it, for statements
 * of which the search path need not be a request's. The same condition in WHERE of a request means
 * the same.
 */
public final class RowCondition {
  private final Catalog catalog;

  public RowCondition(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A boolean expression; its columns are qualified by the alias. There are no embeds in it. */
  public SqlFragment of(String alias, Condition condition) {
    SqlBuilder out = new SqlBuilder();
    OperatorNames names = OperatorNames.qualified(catalog.operators());
    new ConditionRenderer(out, new Operands(out, catalog), names)
        .write(
            Qualifier.alias(alias),
            condition,
            embed -> {
              throw new IllegalArgumentException("one row has no embeds");
            });
    return out.build();
  }

  /** The value that stands on the right of an operator, with the type that it has there. */
  public SqlFragment operand(ColumnRef column, String operator, String value) {
    SqlBuilder out = new SqlBuilder();
    new Operands(out, catalog).value(column, operator, value);
    return out.build();
  }
}

package dev.pgext.sql;

import dev.pgext.catalog.Operators;
import dev.pgext.plan.ColumnRef;

/** How an operator is written. */
@FunctionalInterface
interface OperatorNames {
  /** Bare: the search path finds it. */
  OperatorNames SEARCHED = (column, operator) -> operator;

  /** The SQL for {@code column operator …}. */
  String of(ColumnRef column, String operator);

  /** With its schema where that is not pg_catalog, which every search path has. */
  static OperatorNames qualified(Operators operators) {
    return (column, operator) -> {
      Integer left = Operands.leftType(column);
      String schema = left == null ? "pg_catalog" : operators.schema(left, operator);
      return schema.equals("pg_catalog")
          ? operator
          : "OPERATOR(" + Identifiers.quote(schema) + "." + operator + ")";
    };
  }
}

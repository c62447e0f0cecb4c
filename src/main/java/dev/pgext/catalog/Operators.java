package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Which type PostgreSQL gives to an untyped literal on the right of an operator. Binds have a type
 * in pgext, so the literal must be cast to what PostgreSQL would have chosen.
 *
 * @see <a href="https://www.postgresql.org/docs/current/typeconv-oper.html">PostgreSQL: operator
 *     type resolution</a>
 */
public interface Operators {
  /**
   * The type of the right operand for {@code left operator <untyped>}.
   *
   * @param leftOid base type of the left operand
   * @param operator its SQL name, such as {@code @>} or {@code ~~}
   * @return schema and name in {@code pg_type}; null where PostgreSQL finds none or several and
   *     raises an error
   */
  @Nullable QualifiedName rightOperand(int leftOid, String operator);

  /** The schema of the operator that {@link #rightOperand} is the operand of. */
  default String schema(int leftOid, String operator) {
    return "pg_catalog";
  }
}

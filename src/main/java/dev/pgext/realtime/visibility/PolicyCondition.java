package dev.pgext.realtime.visibility;

import java.util.List;

/**
 * A condition of policies in which what depends on the viewer alone is left open: expressions that
 * are numbered, and whose values each viewer gets once.
 */
sealed interface PolicyCondition {

  /** The same for everybody. */
  record Constant(Truth truth) implements PolicyCondition {}

  /** A boolean column is true. */
  record Flag(int column) implements PolicyCondition {}

  /** A column equals a viewer's value. */
  record Equal(ColumnValue column, int parameter) implements PolicyCondition {}

  /** A column equals an element of a viewer's array. */
  record EqualAny(ColumnValue column, int parameter) implements PolicyCondition {}

  /** A column is a key or a text of a viewer's {@code jsonb}: the operator {@code ?}. */
  record Key(ColumnValue column, int parameter) implements PolicyCondition {}

  /** What depends on the viewer alone. */
  record OfViewer(int parameter) implements PolicyCondition {}

  /** A column is null. */
  record IsNull(int column) implements PolicyCondition {}

  /** All hold. */
  record And(List<PolicyCondition> parts) implements PolicyCondition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** One holds. */
  record Or(List<PolicyCondition> parts) implements PolicyCondition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** It does not hold. */
  record Not(PolicyCondition part) implements PolicyCondition {}

  /** A condition has a truth value. */
  record Is(PolicyCondition part, Truth wanted) implements PolicyCondition {}

  /**
   * A column that is compared.
   *
   * @param column its position in the shape
   * @param typeOid the column's type, before any cast
   */
  record ColumnValue(int column, ValueKind kind, int typeOid) {}
}

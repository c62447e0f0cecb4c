package dev.pgext.request;

import org.jspecify.annotations.Nullable;

/** One term of {@code order=}. */
public sealed interface OrderTerm {
  /** {@code field.desc.nullslast}. */
  record FieldOrder(Field field, @Nullable Direction direction, @Nullable Nulls nulls)
      implements OrderTerm {}

  /** {@code relation(field).desc.nullslast}: by a field of an embedded to-one resource. */
  record RelationOrder(
      String relation, Field field, @Nullable Direction direction, @Nullable Nulls nulls)
      implements OrderTerm {}

  /** {@code asc} or {@code desc}. */
  enum Direction {
    ASC,
    DESC
  }

  /** {@code nullsfirst} or {@code nullslast}. */
  enum Nulls {
    FIRST,
    LAST
  }
}

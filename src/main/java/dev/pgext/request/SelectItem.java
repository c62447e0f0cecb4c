package dev.pgext.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of {@code select=}. */
public sealed interface SelectItem {
  /** {@code alias:field::cast.aggregate()::aggregateCast}. */
  record FieldItem(
      Field field,
      @Nullable String alias,
      @Nullable String cast,
      @Nullable AggregateFunction aggregate,
      @Nullable String aggregateCast)
      implements SelectItem {}

  /** {@code alias:relation!hint!inner(children)}. */
  record EmbedItem(
      String relation,
      @Nullable String alias,
      @Nullable String hint,
      @Nullable JoinType join,
      List<SelectItem> children)
      implements SelectItem {
    public EmbedItem {
      children = List.copyOf(children);
    }
  }

  /** {@code ...relation!hint!inner(children)}. */
  record SpreadItem(
      String relation, @Nullable String hint, @Nullable JoinType join, List<SelectItem> children)
      implements SelectItem {
    public SpreadItem {
      children = List.copyOf(children);
    }
  }

  /** The aggregates of the URL grammar. */
  enum AggregateFunction {
    SUM,
    AVG,
    MAX,
    MIN,
    COUNT
  }

  /** {@code !inner} or {@code !left}. */
  enum JoinType {
    INNER,
    LEFT
  }
}

package dev.pgext.plan;

import dev.pgext.request.Operation;
import java.util.List;

/** A condition of WHERE. */
public sealed interface Condition {
  /**
   * A column against a value.
   *
   * @param toTsVector whether the column is made a tsvector first (full-text search on another
   *     type)
   */
  record Compare(ColumnRef column, boolean negated, Operation operation, boolean toTsVector)
      implements Condition {}

  /** All of them. */
  record And(List<Condition> conditions) implements Condition {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  /** Any of them. */
  record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  /** Its opposite. */
  record Not(Condition condition) implements Condition {}

  /** Whether an embed has rows: {@code isNull} asks for none. */
  record NullEmbed(String alias, boolean isNull) implements Condition {}
}

package dev.pgext.request;

import java.util.List;

/** {@code and(…)}, {@code or(…)} and what stands in them. */
public sealed interface LogicTree {
  /** {@code not.and(a,b)}. */
  record Group(boolean negated, LogicOperator operator, List<LogicTree> children)
      implements LogicTree {
    public Group {
      children = List.copyOf(children);
    }
  }

  /** One filter. */
  record Leaf(Filter filter) implements LogicTree {}

  /** How a group's members are joined. */
  enum LogicOperator {
    AND,
    OR
  }
}

package dev.pgext.request;

import dev.pgext.config.Config;
import dev.pgext.request.LogicTree.Group;
import dev.pgext.request.LogicTree.Leaf;
import dev.pgext.request.LogicTree.LogicOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters that come without a request: a subscription's. Faults are those of the same filter in a
 * request. Immutable, for any thread.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#horizontal-filtering">PostgREST:
 *     horizontal filtering</a>
 */
public final class FilterParser {
  private final Syntax syntax;

  public FilterParser(Config.Limits limits) {
    this.syntax = new Syntax(limits);
  }

  /**
   * A query string of filters and {@code and}/{@code or} trees, percent-encoded or not, all of
   * which must hold.
   *
   * @throws dev.pgext.error.ApiException where it is none
   */
  public LogicTree queryString(String text) {
    List<LogicTree> all = new ArrayList<>();
    for (QueryString.Parameter parameter : QueryString.decode(text, "filter").parameters()) {
      String value = parameter.value();
      all.add(tree(parameter.name(), value == null ? "" : value));
    }
    return new Group(false, LogicOperator.AND, all);
  }

  private LogicTree tree(String name, String value) {
    boolean logical = List.of("and", "or", "not.and", "not.or").contains(name);
    return logical ? syntax.logic(name, value).value() : leaf(name, value);
  }

  /** An embed's name before the column makes no sense here, so it is taken for a column's. */
  private LogicTree leaf(String name, String value) {
    Syntax.TreePath path = Syntax.treePath(name);
    FilterGrammar.Condition condition = syntax.condition(value);
    Field field =
        path.embed().isEmpty()
            ? path.field()
            : new Field(String.join(".", path.names()), path.steps());
    return new Leaf(new Filter(field, condition.negated(), condition.operation()));
  }
}

package dev.pgext.request;

import dev.pgext.config.Config;
import dev.pgext.request.FilterGrammar.Condition;
import dev.pgext.request.QueryParameters.Targeted;
import dev.pgext.request.QueryString.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A query string's parameters → what they ask for. The last part of a parameter's name decides
 * which grammar reads it; the first fault in the order in which PostgREST reads them is reported.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/tables_views.html">PostgREST:
 *     tables and views</a>
 */
final class QueryParser {
  private static final Set<String> RESERVED = Set.of("select", "columns", "on_conflict");
  private static final Set<String> RESERVED_ENDINGS =
      Set.of("order", "limit", "offset", "and", "or");

  /** How a parameter that is no filter is read. */
  enum Arguments {
    /** As an argument of a function. */
    IN_URL,
    /** As a fault. */
    NONE
  }

  private final Syntax syntax;

  QueryParser(Config.Limits limits) {
    this.syntax = new Syntax(limits);
  }

  QueryParameters parse(QueryString query, Map<String, RowRange> ranges, Arguments arguments) {
    List<Map.Entry<String, String>> given = given(query);
    List<Targeted<List<OrderTerm>>> order = new ArrayList<>();
    List<Targeted<LogicTree>> logic = new ArrayList<>();
    given.stream()
        .filter(parameter -> lastPart(parameter.getKey()).equals("order"))
        .forEach(parameter -> order.add(syntax.order(parameter.getKey(), parameter.getValue())));
    given.stream()
        .filter(parameter -> isLogical(lastPart(parameter.getKey())))
        .forEach(parameter -> logic.add(syntax.logic(parameter.getKey(), parameter.getValue())));
    Set<String> columns = columns(query.first("columns"));
    String select = query.first("select");
    List<SelectItem> items = syntax.select(select == null ? "*" : select);
    Filters filters = filters(given, arguments);
    String onConflict = query.first("on_conflict");
    return new QueryParameters(
        query.canonical(),
        filters.arguments(),
        ranges,
        order,
        logic,
        filters.filters(),
        filters.names(),
        items,
        columns,
        onConflict == null ? null : syntax.onConflict(onConflict));
  }

  /** The filters, the arguments, and the names of both. */
  private record Filters(
      List<Targeted<Filter>> filters,
      List<Map.Entry<String, String>> arguments,
      Set<String> names) {}

  private Filters filters(List<Map.Entry<String, String>> given, Arguments arguments) {
    Filters found = new Filters(new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    for (Map.Entry<String, String> parameter : given) {
      if (isFilter(parameter.getKey())) {
        found.names().add(parameter.getKey());
        add(found, parameter, arguments);
      }
    }
    return found;
  }

  private void add(Filters found, Map.Entry<String, String> parameter, Arguments arguments) {
    Syntax.TreePath path = Syntax.treePath(parameter.getKey());
    Optional<Condition> condition =
        arguments == Arguments.IN_URL
            ? syntax.maybeCondition(parameter.getValue())
            : Optional.of(syntax.condition(parameter.getValue()));
    condition.ifPresentOrElse(
        right ->
            found
                .filters()
                .add(
                    new Targeted<>(
                        path.embed(),
                        new Filter(path.field(), right.negated(), right.operation()))),
        () -> found.arguments().add(Map.entry(path.field().name(), parameter.getValue())));
  }

  private @Nullable Set<String> columns(@Nullable String text) {
    return text == null ? null : Collections.unmodifiableSet(new TreeSet<>(syntax.columns(text)));
  }

  /** The parameters that have an equals sign. */
  private static List<Map.Entry<String, String>> given(QueryString query) {
    List<Map.Entry<String, String>> given = new ArrayList<>();
    for (Parameter parameter : query.parameters()) {
      if (parameter.value() != null) {
        given.add(Map.entry(parameter.name(), parameter.value()));
      }
    }
    return given;
  }

  private static boolean isFilter(String name) {
    return !RESERVED.contains(name) && !RESERVED_ENDINGS.contains(lastPart(name));
  }

  private static boolean isLogical(String ending) {
    return ending.equals("and") || ending.equals("or");
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}

package dev.pgext.request;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query string, parsed. Lists keep the order of the URL.
 *
 * @param canonical parameters sorted by name and percent-encoded again, for Content-Location
 * @param arguments a function's arguments (GET and HEAD of {@code /rpc/})
 * @param ranges limit and offset by embed path joined with dots and ending in {@code limit}: {@code
 *     "limit"} is the root's, {@code "clients.limit"} that of an embed
 * @param filterFields the names on the left of all filters, as they stand in the URL
 * @param columns of {@code columns=}, null where it was not given
 * @param onConflict of {@code on_conflict=}, null where it was not given
 */
public record QueryParameters(
    String canonical,
    List<Map.Entry<String, String>> arguments,
    Map<String, RowRange> ranges,
    List<Targeted<List<OrderTerm>>> order,
    List<Targeted<LogicTree>> logic,
    List<Targeted<Filter>> filters,
    Set<String> filterFields,
    List<SelectItem> select,
    @Nullable Set<String> columns,
    @Nullable List<String> onConflict) {
  public QueryParameters {
    arguments = List.copyOf(arguments);
    ranges = Map.copyOf(ranges);
    order = List.copyOf(order);
    logic = List.copyOf(logic);
    filters = List.copyOf(filters);
    select = List.copyOf(select);
  }

  QueryParameters withCanonical(String other) {
    return new QueryParameters(
        other, arguments, ranges, order, logic, filters, filterFields, select, columns, onConflict);
  }

  /** Something for the embed at {@code path}; an empty path is the root. */
  public record Targeted<T>(List<String> path, T value) {
    public Targeted {
      path = List.copyOf(path);
    }

    /** Whether it is for the root. */
    public boolean root() {
      return path.isEmpty();
    }
  }
}

package dev.pgext.request;

import dev.pgext.error.RequestError.InvalidRange;
import dev.pgext.error.RequestError.PutLimit;
import dev.pgext.request.QueryString.Parameter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows asked for by limit, offset and the Range header.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/pagination_count.html">PostgREST:
 *     pagination</a>
 */
final class RequestRanges {
  /** The key of the root's range. */
  static final String ROOT = "limit";

  private RequestRanges() {}

  /** Limit and offset of every embed path, keyed as in {@link QueryParameters#ranges}. */
  static Map<String, RowInterval> parse(QueryString query) {
    Map<String, RowInterval> limits = new HashMap<>();
    Map<String, RowInterval> offsets = new HashMap<>();
    for (Parameter parameter : query.parameters()) {
      String name = parameter.name();
      String value = parameter.value();
      if (value == null) {
        continue;
      }
      if (endsWith(name, ROOT)) {
        limits.put(name, RowInterval.limitedTo(HaskellInteger.read(value)));
      } else if (endsWith(name, "offset")) {
        String path = name.substring(0, name.length() - "offset".length());
        offsets.put(path + ROOT, RowInterval.from(HaskellInteger.read(value)));
      }
    }
    offsets.forEach(
        (path, offset) -> limits.merge(path, offset, (limit, from) -> limit.movedTo(from.lower())));
    return limits;
  }

  /** The root's rows: those of the parameters that the Range header asks for, too. */
  static RowInterval root(String method, Map<String, RowInterval> ranges, @Nullable String header) {
    RowInterval limit = ranges.getOrDefault(ROOT, RowInterval.ALL);
    if (limit.endsBeforeFirst()) {
      return refusedForPut(method, RowInterval.NONE);
    }
    RowInterval range = method.equals("GET") ? RangeHeader.parse(header) : RowInterval.ALL;
    RowInterval both = range.intersect(limit);
    if (range.isEmpty()) {
      throw InvalidRange.LOWER_ABOVE_UPPER.asException();
    }
    if (both.isEmpty()) {
      throw InvalidRange.NEGATIVE_LIMIT.asException();
    }
    return refusedForPut(method, both);
  }

  private static RowInterval refusedForPut(String method, RowInterval root) {
    if (method.equals("PUT") && !root.equals(RowInterval.ALL)) {
      throw new PutLimit().asException();
    }
    return root;
  }

  private static boolean endsWith(String name, String part) {
    return name.substring(name.lastIndexOf('.') + 1).equals(part);
  }
}

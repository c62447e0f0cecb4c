package dev.pgext.realtime.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of LIKE under a deterministic collation: {@code _} is any character, {@code %} any
 * number of them, a backslash takes the next one as it is.
 *
 * @param items code points, or {@link #ANY} or {@link #MANY}
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE">PostgreSQL:
 *     LIKE</a>
 */
record LikePattern(List<Integer> items) {
  private static final int ANY = -1;
  private static final int MANY = -2;

  LikePattern {
    items = List.copyOf(items);
  }

  /** Empty where the pattern ends with a backslash, which is an error for some values. */
  static Optional<LikePattern> parse(String pattern) {
    List<Integer> items = new ArrayList<>();
    int[] points = pattern.codePoints().toArray();
    for (int index = 0; index < points.length; index++) {
      if (points[index] != '\\') {
        items.add(points[index] == '%' ? MANY : points[index] == '_' ? ANY : points[index]);
      } else if (++index < points.length) {
        items.add(points[index]);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new LikePattern(items));
  }

  /** Goes back to the last {@code %} only, so the time is at most length times length. */
  boolean matches(String text) {
    int[] points = text.codePoints().toArray();
    int at = 0;
    int item = 0;
    int many = -1;
    int resume = 0;
    while (at < points.length) {
      if (item < items.size() && items.get(item) == MANY) {
        many = item++;
        resume = at;
      } else if (item < items.size() && fits(items.get(item), points[at])) {
        item++;
        at++;
      } else if (many >= 0) {
        item = many + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (item < items.size() && items.get(item) == MANY) {
      item++;
    }
    return item == items.size();
  }

  private static boolean fits(int item, int point) {
    return item == ANY || item == point;
  }
}

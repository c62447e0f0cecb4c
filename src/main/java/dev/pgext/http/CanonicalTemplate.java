package dev.pgext.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A canonical query string with gaps for plain values, which need no escaping.
 *
 * @param pieces what stands before, between and after the values
 * @param order which value follows each piece but the last
 */
record CanonicalTemplate(List<String> pieces, List<Integer> order) {
  CanonicalTemplate {
    pieces = List.copyOf(pieces);
    order = List.copyOf(order);
  }

  /** Finds the gaps; null where a value does not stand exactly once. */
  static @Nullable CanonicalTemplate of(String canonical, List<String> values) {
    List<Integer> order = new ArrayList<>();
    for (int place = 0; place < values.size(); place++) {
      int found = canonical.indexOf(values.get(place));
      if (found < 0 || canonical.indexOf(values.get(place), found + 1) >= 0) {
        return null;
      }
      order.add(place);
    }
    order.sort(
        (one, other) -> canonical.indexOf(values.get(one)) - canonical.indexOf(values.get(other)));
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int place : order) {
      int found = canonical.indexOf(values.get(place));
      pieces.add(canonical.substring(start, found));
      start = found + values.get(place).length();
    }
    pieces.add(canonical.substring(start));
    return new CanonicalTemplate(pieces, order);
  }

  /** The query string with these values. */
  String with(List<String> values) {
    if (order.isEmpty()) {
      return pieces.get(0);
    }
    StringBuilder text = new StringBuilder();
    for (int gap = 0; gap < order.size(); gap++) {
      text.append(pieces.get(gap)).append(values.get(order.get(gap)));
    }
    return text.append(pieces.get(order.size())).toString();
  }
}

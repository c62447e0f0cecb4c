package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Orders that lists in messages and dumps have. */
final class NameOrder {
  /** By schema, then by name. */
  static final Comparator<QualifiedName> NAMES =
      Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

  private NameOrder() {}

  /** Element by element; what ends first comes first. */
  static <T> Comparator<List<T>> lists(Comparator<T> elements) {
    return (left, right) -> {
      Iterator<T> others = right.iterator();
      for (T element : left) {
        if (!others.hasNext()) {
          return 1;
        }
        int order = elements.compare(element, others.next());
        if (order != 0) {
          return order;
        }
      }
      return others.hasNext() ? -1 : 0;
    };
  }
}

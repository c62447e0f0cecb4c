package dev.pgext.realtime.row;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What PostgreSQL said of a filter.
 *
 * @param texts a literal's values as their type's output function prints them
 * @param indeterminate columns under a nondeterministic collation, for which equal texts are not
 *     the only equal ones
 */
record FilterAnswers(Map<Literal, List<String>> texts, Set<String> indeterminate) {
  FilterAnswers {
    texts = Map.copyOf(texts);
    indeterminate = Set.copyOf(indeterminate);
  }
}

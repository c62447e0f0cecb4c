package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of a table of which a view shows all columns.
 *
 * @param table the table that has the key, or that a foreign key references
 * @param viewColumns for each column of the key the view's columns that show it, one at least
 */
record ViewKey(
    QualifiedName view,
    Role role,
    QualifiedName table,
    KeyConstraint constraint,
    List<List<String>> viewColumns) {

  /** What the columns are in the constraint. */
  enum Role {
    PRIMARY,
    REFERENCING,
    REFERENCED
  }

  /** Every choice of one view column for each column of the key. */
  List<List<String>> choices() {
    List<List<String>> choices = List.of(List.of());
    for (List<String> alternatives : viewColumns) {
      choices =
          choices.stream()
              .flatMap(chosen -> alternatives.stream().map(next -> append(chosen, next)))
              .toList();
    }
    return choices;
  }

  private static List<String> append(List<String> chosen, String next) {
    List<String> longer = new ArrayList<>(chosen);
    longer.add(next);
    return longer;
  }
}

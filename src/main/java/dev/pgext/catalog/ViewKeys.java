package dev.pgext.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds which keys of tables are visible through views, also through views of views. */
final class ViewKeys {
  private final Map<Integer, ViewRow> views;
  private final Map<Integer, List<KeyConstraint>> byTable;
  private final Map<Integer, List<KeyConstraint>> byTarget;
  private final Map<Integer, List<ColumnRow>> columns;

  private ViewKeys(
      List<ViewRow> views, List<KeyConstraint> constraints, Map<Integer, List<ColumnRow>> columns) {
    this.views = views.stream().collect(Collectors.toMap(ViewRow::oid, view -> view));
    this.columns = columns;
    this.byTable =
        constraints.stream()
            .filter(constraint -> constraint.kind() != KeyConstraint.Kind.UNIQUE)
            .collect(Collectors.groupingBy(constraint -> constraint.table().oid()));
    this.byTarget =
        constraints.stream()
            .filter(KeyConstraint::foreign)
            .collect(Collectors.groupingBy(constraint -> constraint.target().oid()));
  }

  /** The keys that the exposed views show completely. */
  static List<ViewKey> of(
      List<ViewRow> views, List<KeyConstraint> constraints, Map<Integer, List<ColumnRow>> columns) {
    ViewKeys keys = new ViewKeys(views, constraints, columns);
    return views.stream().filter(ViewRow::exposed).flatMap(keys::keysOf).toList();
  }

  private Stream<ViewKey> keysOf(ViewRow view) {
    Map<Integer, Map<Integer, List<String>>> shown = shownColumns(view);
    return shown.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .flatMap(table -> keysOf(view, table.getKey(), table.getValue()));
  }

  private Stream<ViewKey> keysOf(ViewRow view, int table, Map<Integer, List<String>> shown) {
    List<ViewKey> keys = new ArrayList<>();
    for (KeyConstraint constraint : byTable.getOrDefault(table, List.of())) {
      ViewKey.Role role = constraint.foreign() ? ViewKey.Role.REFERENCING : ViewKey.Role.PRIMARY;
      List<List<String>> names = names(constraint.key(), shown);
      if (names != null) {
        keys.add(new ViewKey(view.name(), role, constraint.table().name(), constraint, names));
      }
    }
    for (KeyConstraint constraint : byTarget.getOrDefault(table, List.of())) {
      List<List<String>> names = names(constraint.targetKey(), shown);
      if (names != null) {
        ViewKey.Role role = ViewKey.Role.REFERENCED;
        keys.add(new ViewKey(view.name(), role, constraint.target().name(), constraint, names));
      }
    }
    return keys.stream();
  }

  /** What shows each column of the key; null where one is not shown. */
  private static @Nullable List<List<String>> names(
      KeyConstraint.Key key, Map<Integer, List<String>> shown) {
    if (!shown.keySet().containsAll(key.numbers())) {
      return null;
    }
    return key.numbers().stream().map(number -> shown.getOrDefault(number, List.of())).toList();
  }

  /** By relation and column number the view's columns that come from there. */
  private Map<Integer, Map<Integer, List<String>>> shownColumns(ViewRow view) {
    Map<Integer, Map<Integer, List<String>>> shown = new HashMap<>();
    for (ColumnRow column : columns.getOrDefault(view.oid(), List.of())) {
      Set<Integer> visited = new HashSet<>();
      ViewDefinition.Origin origin = view.origins().get(column.number());
      while (origin != null && visited.add(origin.relation())) {
        shown
            .computeIfAbsent(origin.relation(), relation -> new HashMap<>())
            .computeIfAbsent(origin.column(), number -> new ArrayList<>())
            .add(column.name());
        ViewRow next = views.get(origin.relation());
        origin = next == null ? null : next.origins().get(origin.column());
      }
    }
    return shown;
  }
}

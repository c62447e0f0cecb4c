package dev.pgext.catalog;

import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Foreign keys in their own direction, and what they are between views. */
final class ForeignKeys {
  private final Map<KeyConstraint, List<ViewKey>> referencing;
  private final Map<KeyConstraint, List<ViewKey>> referenced;
  private final Map<Integer, List<KeyConstraint>> unique;

  private ForeignKeys(List<KeyConstraint> constraints, List<ViewKey> viewKeys) {
    this.referencing = byConstraint(viewKeys, ViewKey.Role.REFERENCING);
    this.referenced = byConstraint(viewKeys, ViewKey.Role.REFERENCED);
    this.unique =
        constraints.stream()
            .filter(constraint -> !constraint.foreign())
            .collect(Collectors.groupingBy(constraint -> constraint.table().oid()));
  }

  /** Between tables and tables, views and tables, tables and views, views and views. */
  static List<ForeignKey> of(List<KeyConstraint> constraints, List<ViewKey> viewKeys) {
    ForeignKeys keys = new ForeignKeys(constraints, viewKeys);
    return constraints.stream()
        .filter(constraint -> constraint.foreign() && constraint.own())
        .flatMap(keys::relationships)
        .toList();
  }

  private static Map<KeyConstraint, List<ViewKey>> byConstraint(
      List<ViewKey> keys, ViewKey.Role role) {
    return keys.stream()
        .filter(key -> key.role() == role)
        .collect(Collectors.groupingBy(ViewKey::constraint));
  }

  private Stream<ForeignKey> relationships(KeyConstraint constraint) {
    End table = End.table(constraint.table().name(), constraint.key().names());
    End target = End.table(constraint.target().name(), constraint.targetKey().names());
    List<End> sources = views(referencing, constraint);
    List<End> targets = views(referenced, constraint);
    boolean self = constraint.table().oid() == constraint.target().oid();
    List<ForeignKey> found = new ArrayList<>();
    found.add(foreignKey(constraint, table, target, self));
    for (End source : sources) {
      found.add(foreignKey(constraint, source, target, false));
      for (End other : targets) {
        found.add(foreignKey(constraint, source, other, source.name().equals(other.name())));
      }
    }
    targets.forEach(other -> found.add(foreignKey(constraint, table, other, false)));
    return found.stream();
  }

  private static List<End> views(Map<KeyConstraint, List<ViewKey>> keys, KeyConstraint constraint) {
    return keys.getOrDefault(constraint, List.of()).stream()
        .flatMap(key -> key.choices().stream().map(columns -> End.view(key.view(), columns)))
        .toList();
  }

  private ForeignKey foreignKey(KeyConstraint constraint, End source, End target, boolean self) {
    List<ColumnPair> pairs =
        IntStream.range(0, source.columns().size())
            .mapToObj(at -> new ColumnPair(source.columns().get(at), target.columns().get(at)))
            .toList();
    Cardinality cardinality =
        oneToOne(constraint)
            ? new Cardinality.OneToOne(constraint.name(), pairs, false)
            : new Cardinality.ManyToOne(constraint.name(), pairs);
    return new ForeignKey(
        source.name(), target.name(), self, cardinality, source.view(), target.view());
  }

  private boolean oneToOne(KeyConstraint constraint) {
    return unique.getOrDefault(constraint.table().oid(), List.of()).stream()
        .anyMatch(constraint::sameColumns);
  }

  /** A table or view with the columns that take part, in the key's order. */
  private record End(QualifiedName name, List<String> columns, boolean view) {
    static End table(QualifiedName name, List<String> columns) {
      return new End(name, columns, false);
    }

    static End view(QualifiedName name, List<String> columns) {
      return new End(name, columns, true);
    }
  }
}

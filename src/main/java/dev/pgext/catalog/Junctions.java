package dev.pgext.catalog;

import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many-to-many relationships: a relation is a junction between two others if its primary key
 * contains the foreign keys to both.
 */
final class Junctions {
  private Junctions() {}

  /** Ways from one target of a junction's foreign keys to another. */
  static List<ForeignKey> between(
      List<ForeignKey> forward, Map<QualifiedName, Set<String>> primaryKeys) {
    Map<QualifiedName, List<ForeignKey>> byJunction =
        forward.stream()
            .filter(key -> key.cardinality() instanceof Cardinality.ManyToOne)
            .collect(Collectors.groupingBy(ForeignKey::relation));
    List<ForeignKey> found = new ArrayList<>();
    byJunction.forEach(
        (junction, keys) -> {
          Set<String> primaryKey = primaryKeys.getOrDefault(junction, Set.of());
          for (ForeignKey source : keys) {
            keys.stream()
                .flatMap(target -> junction(source, target, primaryKey))
                .forEach(found::add);
          }
        });
    return found;
  }

  private static Stream<ForeignKey> junction(
      ForeignKey source, ForeignKey target, Set<String> primaryKey) {
    if (!(source.cardinality() instanceof Cardinality.ManyToOne first)
        || !(target.cardinality() instanceof Cardinality.ManyToOne second)
        || first.constraint().equals(second.constraint())
        || !contains(primaryKey, first.columns())
        || !contains(primaryKey, second.columns())) {
      return Stream.empty();
    }
    Junction junction =
        new Junction(
            source.relation(),
            first.constraint(),
            second.constraint(),
            ColumnPair.swapped(first.columns()),
            ColumnPair.swapped(second.columns()));
    return Stream.of(
        new ForeignKey(
            source.target(),
            target.target(),
            source.target().equals(target.target()),
            new Cardinality.ManyToMany(junction),
            source.targetIsView(),
            target.targetIsView()));
  }

  private static boolean contains(Set<String> primaryKey, List<ColumnPair> pairs) {
    return pairs.stream().map(ColumnPair::column).allMatch(primaryKey::contains);
  }
}

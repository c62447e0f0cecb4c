package dev.pgext.catalog;

import dev.pgext.catalog.Catalog.RelationshipKey;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All ways between the exposed relations: along each foreign key in both directions, the same for
 * views that show the key's columns, through junctions, and by functions.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html">PostgREST:
 *     embedding</a>
 */
final class RelationshipGraph {
  private final Map<QualifiedName, Relation> relations;
  private final Set<String> exposed;

  RelationshipGraph(Map<QualifiedName, Relation> relations, Set<String> exposed) {
    this.relations = relations;
    this.exposed = exposed;
  }

  /** The relationships by origin and target schema, in the order in which errors list them. */
  Map<RelationshipKey, List<Relationship>> relationships(
      List<KeyConstraint> constraints, List<ViewKey> viewKeys, List<Computed> computed) {
    List<ForeignKey> forward =
        ForeignKeys.of(constraints, viewKeys).stream().filter(this::exposed).toList();
    List<ForeignKey> all = new ArrayList<>(forward);
    all.addAll(junctions(forward));
    forward.stream().flatMap(RelationshipGraph::inverse).forEach(all::add);
    return indexed(all, computed);
  }

  private boolean exposed(ForeignKey key) {
    return exposed.contains(key.relation().schema()) && exposed.contains(key.target().schema());
  }

  private static Stream<ForeignKey> inverse(ForeignKey key) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToOne many ->
          Stream.of(
              inverse(key, new Cardinality.OneToMany(many.constraint(), swap(many.columns()))));
      case Cardinality.OneToOne one ->
          Stream.of(
              inverse(
                  key,
                  new Cardinality.OneToOne(one.constraint(), swap(one.columns()), !one.parent())));
      case Cardinality.OneToMany none -> Stream.empty();
      case Cardinality.ManyToMany none -> Stream.empty();
    };
  }

  private static ForeignKey inverse(ForeignKey key, Cardinality cardinality) {
    return new ForeignKey(
        key.target(),
        key.relation(),
        key.self(),
        cardinality,
        key.targetIsView(),
        key.relationIsView());
  }

  private static List<ColumnPair> swap(List<ColumnPair> pairs) {
    return pairs.stream().map(pair -> new ColumnPair(pair.targetColumn(), pair.column())).toList();
  }

  /** Ways from one target of a junction's foreign keys to another. */
  private List<ForeignKey> junctions(List<ForeignKey> forward) {
    Map<QualifiedName, List<ForeignKey>> byJunction =
        forward.stream()
            .filter(key -> key.cardinality() instanceof Cardinality.ManyToOne)
            .collect(Collectors.groupingBy(ForeignKey::relation));
    List<ForeignKey> found = new ArrayList<>();
    for (List<ForeignKey> keys : byJunction.values()) {
      for (ForeignKey source : keys) {
        keys.stream().flatMap(target -> junction(source, target)).forEach(found::add);
      }
    }
    return found;
  }

  private Stream<ForeignKey> junction(ForeignKey source, ForeignKey target) {
    if (!(source.cardinality() instanceof Cardinality.ManyToOne first)
        || !(target.cardinality() instanceof Cardinality.ManyToOne second)
        || first.constraint().equals(second.constraint())
        || !inPrimaryKey(source.relation(), first, second)) {
      return Stream.empty();
    }
    Junction junction =
        new Junction(
            source.relation(),
            first.constraint(),
            second.constraint(),
            swap(first.columns()),
            swap(second.columns()));
    return Stream.of(
        new ForeignKey(
            source.target(),
            target.target(),
            source.target().equals(target.target()),
            new Cardinality.ManyToMany(junction),
            source.targetIsView(),
            target.targetIsView()));
  }

  private boolean inPrimaryKey(
      QualifiedName junction, Cardinality.ManyToOne first, Cardinality.ManyToOne second) {
    Relation relation = relations.get(junction);
    return relation != null
        && new HashSet<>(relation.primaryKey())
            .containsAll(
                Stream.of(first.columns(), second.columns())
                    .flatMap(Collection::stream)
                    .map(ColumnPair::column)
                    .toList());
  }

  /** A computed relationship with a target's name stands in for the detected ones. */
  private Map<RelationshipKey, List<Relationship>> indexed(
      List<ForeignKey> detected, List<Computed> computed) {
    record Way(QualifiedName relation, QualifiedName name) {}
    Set<Way> overridden =
        computed.stream()
            .map(way -> new Way(way.relation(), way.function()))
            .collect(Collectors.toSet());
    Map<RelationshipKey, List<Relationship>> index = new HashMap<>();
    for (Computed way : computed) {
      add(index, way, way.function().schema());
    }
    for (ForeignKey way : detected) {
      if (!overridden.contains(new Way(way.relation(), way.target()))) {
        add(index, way, way.target().schema());
      }
    }
    index.values().forEach(ways -> ways.sort(RelationshipOrder.ALL));
    return index;
  }

  private static void add(
      Map<RelationshipKey, List<Relationship>> index, Relationship way, String schema) {
    index
        .computeIfAbsent(new RelationshipKey(way.relation(), schema), key -> new ArrayList<>())
        .add(way);
  }
}

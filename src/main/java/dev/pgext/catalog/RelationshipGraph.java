package dev.pgext.catalog;

import dev.pgext.catalog.Catalog.RelationshipKey;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
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
    List<ForeignKey> everywhere = ForeignKeys.of(constraints, viewKeys);
    List<ForeignKey> forward = everywhere.stream().filter(this::exposed).toList();
    List<ForeignKey> all = new ArrayList<>(forward);
    forward.stream().flatMap(RelationshipGraph::inverse).forEach(all::add);
    Junctions.between(everywhere, primaryKeys(constraints)).stream()
        .filter(this::exposed)
        .forEach(all::add);
    return indexed(all, computed);
  }

  private Map<QualifiedName, Set<String>> primaryKeys(List<KeyConstraint> constraints) {
    Map<QualifiedName, Set<String>> keys = new HashMap<>();
    for (KeyConstraint constraint : constraints) {
      if (constraint.kind() == KeyConstraint.Kind.PRIMARY) {
        keys.put(constraint.table().name(), Set.copyOf(constraint.key().names()));
      }
    }
    relations.forEach((name, relation) -> keys.put(name, Set.copyOf(relation.primaryKey())));
    return keys;
  }

  private boolean exposed(ForeignKey key) {
    return exposed.contains(key.relation().schema()) && exposed.contains(key.target().schema());
  }

  private static Stream<ForeignKey> inverse(ForeignKey key) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToOne many ->
          Stream.of(
              inverse(
                  key,
                  new Cardinality.OneToMany(
                      many.constraint(), ColumnPair.swapped(many.columns()))));
      case Cardinality.OneToOne one ->
          Stream.of(
              inverse(
                  key,
                  new Cardinality.OneToOne(
                      one.constraint(), ColumnPair.swapped(one.columns()), !one.parent())));
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

  /**
   * A way through a hidden junction is none, but its key stays: errors take the origin for one that
   * has relationships.
   */
  private void add(
      Map<RelationshipKey, List<Relationship>> index, Relationship way, String schema) {
    List<Relationship> ways =
        index.computeIfAbsent(
            new RelationshipKey(way.relation(), schema), key -> new ArrayList<>());
    if (!throughHidden(way)) {
      ways.add(way);
    }
  }

  private boolean throughHidden(Relationship way) {
    return way instanceof ForeignKey key
        && key.cardinality() instanceof Cardinality.ManyToMany many
        && !exposed.contains(many.junction().table().schema());
  }
}

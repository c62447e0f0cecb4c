package dev.pgext.plan;

import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import dev.pgext.error.ApiException;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ReadNode.JoinCondition;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.ReadNode.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Links each embed to its outer resource by a relationship.
 *
 * <p>Aliases are {@code relation_depth} for what is read and {@code relation_name_depth} for the
 * join around it: clients meet them in PostgreSQL's messages, so they are PostgREST's. A
 * many-to-many embed is read under its own name, as its junction is.
 */
final class EmbedLinker {
  private final RelationshipFinder finder;
  private final Refinements refinements;

  EmbedLinker(RelationshipFinder finder, Refinements refinements) {
    this.finder = finder;
    this.refinements = refinements;
  }

  /** An outer resource: relationships start at {@code relation}, columns are behind qualifier. */
  private record Outer(QualifiedName relation, Qualifier qualifier, int depth) {}

  /** What one embed reads and how it joins. */
  private record Link(Source source, Qualifier qualifier, List<JoinCondition> joins) {}

  /**
   * The tree under a root.
   *
   * @param origin where relationships start
   * @throws ApiException where an embed has no relationship, or several
   */
  LinkedNode link(Selection root, Source source, RowType row, QualifiedName origin) {
    Qualifier qualifier =
        source instanceof Source.OfResult result
            ? Qualifier.alias(result.alias())
            : Qualifier.of(origin);
    List<LinkedEmbed> embeds = embeds(root, new Outer(origin, qualifier, 0));
    return new LinkedNode(
        source, qualifier, row, root.fields(), refinements.of(root), List.of(), embeds);
  }

  private List<LinkedEmbed> embeds(Selection selection, Outer outer) {
    List<LinkedEmbed> embeds = new ArrayList<>();
    for (RequestedEmbed embed : refinements.embeds(selection)) {
      embeds.add(embed(embed, outer));
    }
    return embeds;
  }

  private LinkedEmbed embed(RequestedEmbed embed, Outer outer) {
    int depth = outer.depth() + 1;
    Relationship relationship = finder.find(outer.relation(), embed);
    String alias = relationship.relation().name() + "_" + embed.name() + "_" + depth;
    Link link = link(relationship, outer.qualifier(), depth);
    Outer inner = new Outer(relationship.target(), link.qualifier(), depth);
    LinkedNode node =
        new LinkedNode(
            link.source(),
            link.qualifier(),
            RowType.of(relationship.target()),
            embed.selection().fields(),
            refinements.of(embed.selection()),
            link.joins(),
            embeds(embed.selection(), inner));
    return new LinkedEmbed(embed, relationship, alias, node);
  }

  private static Link link(Relationship relationship, Qualifier outer, int depth) {
    String alias = relationship.target().name() + "_" + depth;
    return switch (relationship) {
      case Computed computed ->
          new Link(
              new Source.OfComputed(computed.function(), outer, computed.relation(), alias),
              Qualifier.alias(alias),
              List.of());
      case ForeignKey key -> link(key, outer, alias);
    };
  }

  private static Link link(ForeignKey key, Qualifier outer, String alias) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToOne one -> link(key, outer, alias, one.columns());
      case Cardinality.OneToOne one -> link(key, outer, alias, one.columns());
      case Cardinality.OneToMany many -> link(key, outer, alias, many.columns());
      case Cardinality.ManyToMany many -> link(key, outer, many.junction());
    };
  }

  private static Link link(
      ForeignKey key, Qualifier outer, String alias, List<ColumnPair> columns) {
    Qualifier inner = Qualifier.alias(alias);
    return new Link(
        new Source.OfRelation(key.target(), alias, null), inner, joins(inner, outer, columns));
  }

  private static Link link(ForeignKey key, Qualifier outer, Junction junction) {
    Qualifier inner = Qualifier.of(key.target());
    Qualifier between = Qualifier.of(junction.table());
    List<JoinCondition> joins =
        Stream.concat(
                joins(between, inner, junction.targetColumns()).stream(),
                joins(between, outer, junction.sourceColumns()).stream())
            .toList();
    return new Link(new Source.OfRelation(key.target(), null, junction.table()), inner, joins);
  }

  private static List<JoinCondition> joins(
      Qualifier inner, Qualifier outer, List<ColumnPair> columns) {
    return columns.stream()
        .map(pair -> new JoinCondition(inner, pair.targetColumn(), outer, pair.column()))
        .toList();
  }
}

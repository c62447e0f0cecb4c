package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ReadNode.Source;
import dev.pgext.request.ApiRequest;
import java.util.List;

/**
 * Plans what is selected, from a relation or from the rows that a mutation or call returned.
 *
 * <p>The steps go over the whole tree one after another, so that of several faults the one that
 * PostgREST reports comes first: names of targets, relationships, related orders, aggregates.
 */
final class ReadPlanner {
  private final Config config;
  private final RelationshipFinder finder;
  private final ColumnResolver columns;

  ReadPlanner(Config config, Catalog catalog, Suggestions suggestions) {
    this.config = config;
    this.finder = new RelationshipFinder(catalog, suggestions);
    this.columns = new ColumnResolver(catalog);
  }

  /** A read tree, and the embeds that were named in a way that will not work for ever. */
  record PlannedRead(ReadNode tree, List<Plan.LegacyName> legacyNames) {
    PlannedRead {
      legacyNames = List.copyOf(legacyNames);
    }
  }

  /** The read of a relation. */
  PlannedRead relation(ApiRequest request, QualifiedName relation) {
    Source source = new Source.OfRelation(relation, null, null);
    return plan(request, ReadScope.RELATION, source, RowType.of(relation), relation);
  }

  /** The read over what a mutation of the relation returns. */
  PlannedRead mutated(ApiRequest request, QualifiedName relation) {
    Source source = new Source.OfResult(relation, relation.name());
    return plan(request, ReadScope.MUTATION_RESULT, source, RowType.of(relation), relation);
  }

  /**
   * The read over what a call returns.
   *
   * @param origin where relationships start: the relation whose rows it returns
   */
  PlannedRead called(ApiRequest request, RowType row, QualifiedName origin) {
    Source source = new Source.OfResult(row.name(), origin.name());
    return plan(request, ReadScope.CALL_RESULT, source, row, origin);
  }

  private PlannedRead plan(
      ApiRequest request, ReadScope scope, Source source, RowType row, QualifiedName origin) {
    Selection selection = Selection.of(request.query().select());
    Refinements refinements =
        Refinements.of(request, selection, scope, config.urlUseLegacyTargetNames());
    LinkedNode linked = new EmbedLinker(finder, refinements).link(selection, source, row, origin);
    Ordering.check(linked);
    if (!config.database().aggregatesEnabled()) {
      refuseAggregates(linked);
    }
    Long maxRows = scope == ReadScope.MUTATION_RESULT ? null : config.database().maxRows();
    ReadNode tree = new NodePlanner(columns, maxRows).plan(linked);
    return new PlannedRead(tree, refinements.legacyNames());
  }

  /**
   * @throws ApiException where anything in the tree is aggregated
   */
  private static void refuseAggregates(LinkedNode node) {
    if (node.aggregates()) {
      throw new RequestError.AggregatesNotAllowed().asException();
    }
    node.embeds().forEach(embed -> refuseAggregates(embed.node()));
  }
}

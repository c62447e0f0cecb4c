package dev.pgext.plan;

import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import dev.pgext.plan.ReadNode.OrderBy;
import dev.pgext.plan.ReadNode.OrderSelect;
import dev.pgext.request.OrderTerm;
import dev.pgext.request.OrderTerm.FieldOrder;
import dev.pgext.request.OrderTerm.RelationOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Resolves {@code order=}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html#top-level-ordering">PostgREST:
 *     related orders</a>
 */
final class Ordering {
  private final ColumnResolver columns;

  Ordering(ColumnResolver columns) {
    this.columns = columns;
  }

  /**
   * Checks the related orders of a whole tree.
   *
   * @throws ApiException where one is by a resource that is not embedded, or may have several rows
   */
  static void check(LinkedNode node) {
    for (OrderTerm term : node.refinement().order()) {
      if (term instanceof RelationOrder related) {
        check(node, related.relation());
      }
    }
    node.embeds().forEach(embed -> check(embed.node()));
  }

  private static void check(LinkedNode node, String relation) {
    LinkedEmbed embed = related(node, relation);
    if (!embed.relationship().toOne()) {
      throw new RequestError.RelatedOrderNotToOne(node.row().name().name(), embed.name())
          .asException();
    }
  }

  /** The terms of ORDER BY. */
  List<OrderBy> terms(LinkedNode node) {
    return node.refinement().order().stream().map(term -> term(node, term)).toList();
  }

  private OrderBy term(LinkedNode node, OrderTerm term) {
    return switch (term) {
      case FieldOrder field ->
          new OrderBy(
              null, columns.plain(node.row(), field.field()), field.direction(), field.nulls());
      case RelationOrder related -> {
        LinkedEmbed embed = related(node, related.relation());
        yield new OrderBy(
            embed.alias(),
            columns.plain(embed.node().row(), related.field()),
            related.direction(),
            related.nulls());
      }
    };
  }

  private static LinkedEmbed related(LinkedNode node, String relation) {
    return node.embed(relation)
        .orElseThrow(() -> new RequestError.NotEmbedded(relation, null).asException());
  }

  /** An order inside a node, made one over the columns that the node selects for it. */
  record Outward(List<OrderSelect> selects, List<OrderBy> order) {}

  /**
   * Moves an order out of the rows into the arrays made of them: what it orders by must then be
   * selected, under names that nothing else has.
   */
  static Outward outward(String joinAlias, List<OrderBy> order) {
    List<OrderSelect> selects = new ArrayList<>();
    List<OrderBy> outer = new ArrayList<>();
    for (OrderBy term : order) {
      String alias = joinAlias + "_" + term.column().name() + "_" + (selects.size() + 1);
      SelectColumn column = new SelectColumn(term.column(), null, null, null, alias);
      selects.add(new OrderSelect(term.relation(), column));
      outer.add(new OrderBy(null, ColumnRef.unknown(alias), term.direction(), term.nulls()));
    }
    return new Outward(selects, outer);
  }
}

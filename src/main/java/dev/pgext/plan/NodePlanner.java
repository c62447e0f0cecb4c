package dev.pgext.plan;

import dev.pgext.error.RequestError;
import dev.pgext.plan.Embed.Shape;
import dev.pgext.plan.SelectList.Stars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the SELECT of each part of a linked tree. */
final class NodePlanner {
  private static final String MANY_AGGREGATED =
      "Aggregates are not implemented for one-to-many or many-to-many spreads.";

  private final SelectList selects;
  private final Conditions conditions;
  private final Ordering ordering;
  private final @Nullable Long maxRows;

  /**
   * @param maxRows the most rows that any part may have; null for no bound
   */
  NodePlanner(ColumnResolver columns, @Nullable Long maxRows) {
    this.selects = new SelectList(columns);
    this.conditions = new Conditions(columns);
    this.ordering = new Ordering(columns);
    this.maxRows = maxRows;
  }

  /** The tree of SELECTs. */
  ReadNode plan(LinkedNode root) {
    return node(root, false, Stars.KEEP);
  }

  private ReadNode node(LinkedNode node, boolean spread, Stars inherited) {
    Stars stars = node.aggregates() ? Stars.EXPAND : inherited;
    return new ReadNode(
        node.source(),
        node.qualifier(),
        selects.columns(node, spread, stars),
        List.of(),
        conditions.of(node),
        node.joins(),
        ordering.terms(node),
        node.refinement().range().atMost(maxRows),
        node.embeds().stream().map(embed -> embed(embed, stars)).toList());
  }

  private Embed embed(LinkedEmbed embed, Stars inherited) {
    boolean spread = embed.requested().spread();
    Stars stars = embed.spreadsMany() ? Stars.EXPAND : inherited;
    ReadNode node = node(embed.node(), spread, stars);
    if (!spread) {
      return embed(embed, node, json(embed, node));
    }
    return embed.spreadsMany() ? spreadMany(embed, node) : spreadOne(embed, node);
  }

  private static Embed embed(LinkedEmbed embed, ReadNode node, Shape shape) {
    return new Embed(
        node, embed.relationship(), embed.alias(), embed.name(), embed.requested().inner(), shape);
  }

  private static Shape json(LinkedEmbed embed, ReadNode node) {
    boolean hidden = selectsNothing(node);
    return embed.relationship().toOne()
        ? new Shape.JsonObject(hidden)
        : new Shape.JsonArray(hidden);
  }

  private static boolean selectsNothing(ReadNode node) {
    return node.select().isEmpty()
        && node.embeds().stream().allMatch(embed -> selectsNothing(embed.node()));
  }

  private static Embed spreadOne(LinkedEmbed embed, ReadNode node) {
    return embed(
        embed, SpreadColumns.withoutAggregates(node), new Shape.SpreadOne(SpreadColumns.of(node)));
  }

  private static Embed spreadMany(LinkedEmbed embed, ReadNode node) {
    if (SpreadColumns.aggregated(node)) {
      throw new RequestError.NotImplemented(MANY_AGGREGATED).asException();
    }
    Ordering.Outward outward = Ordering.outward(embed.alias(), node.order());
    return embed(
        embed,
        node.orderedOutside(outward.selects()),
        new Shape.SpreadMany(SpreadColumns.of(node), outward.order()));
  }
}

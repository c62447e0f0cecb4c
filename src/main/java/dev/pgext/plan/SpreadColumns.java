package dev.pgext.plan;

import dev.pgext.plan.Embed.Shape;
import dev.pgext.plan.Embed.SpreadColumn;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a spread embed hands to the row around it.
 *
 * <p>An aggregate inside a to-one spread is hoisted: {@code client_id,...invoices(total.sum())}
 * sums by client, so the aggregate belongs to the outermost row that the columns spread into. A
 * node hands its aggregates out and keeps the plain columns.
 */
final class SpreadColumns {
  private SpreadColumns() {}

  /** The columns of a node as the row around it sees them, aggregates included. */
  static List<SpreadColumn> of(ReadNode node) {
    return Stream.concat(
            node.select().stream().map(SpreadColumns::outer),
            node.embeds().stream().flatMap(SpreadColumns::outer))
        .toList();
  }

  private static SpreadColumn outer(SelectColumn column) {
    return column.aggregate() == null
        ? plain(column.outputName())
        : new SpreadColumn(
            column.outputName(), column.aggregate(), column.aggregateCast(), column.alias());
  }

  private static Stream<SpreadColumn> outer(Embed embed) {
    return switch (embed.shape()) {
      case Shape.JsonObject object ->
          object.hidden() ? Stream.empty() : Stream.of(plain(embed.name()));
      case Shape.JsonArray array ->
          array.hidden() ? Stream.empty() : Stream.of(plain(embed.name()));
      case Shape.SpreadOne spread -> spread.columns().stream();
      case Shape.SpreadMany spread -> spread.columns().stream();
    };
  }

  private static SpreadColumn plain(String name) {
    return new SpreadColumn(name, null, null, null);
  }

  /** Whether anything in the node's own row is aggregated. */
  static boolean aggregated(ReadNode node) {
    return of(node).stream().anyMatch(column -> column.aggregate() != null);
  }

  /** The node without the aggregates that it handed out. */
  static ReadNode withoutAggregates(ReadNode node) {
    return node.withSelect(
        node.select().stream().map(SpreadColumns::withoutAggregate).toList(),
        node.embeds().stream().map(SpreadColumns::withoutAggregates).toList());
  }

  private static SelectColumn withoutAggregate(SelectColumn column) {
    return new SelectColumn(column.column(), column.cast(), null, null, column.alias());
  }

  private static Embed withoutAggregates(Embed embed) {
    return embed.shape() instanceof Shape.SpreadOne spread
        ? embed.withShape(
            new Shape.SpreadOne(
                spread.columns().stream().map(column -> plain(column.name())).toList()))
        : embed;
  }
}

package dev.pgext.plan;

import dev.pgext.plan.Embed.Shape;
import dev.pgext.plan.Embed.SpreadColumn;
import dev.pgext.plan.ReadNode.JoinCondition;
import dev.pgext.plan.ReadNode.OrderBy;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.ReadNode.Source;
import dev.pgext.request.Field.JsonOperand;
import dev.pgext.request.Field.JsonStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A read tree as one line: {@code source{items} where … on … order … limit … offset …}. An embed is
 * {@code name: shape alias <- tree}.
 */
final class PlanText {
  private PlanText() {}

  static String of(ReadNode node) {
    List<String> items = new ArrayList<>();
    node.select().forEach(column -> items.add(column(column)));
    node.orderSelects()
        .forEach(
            column ->
                items.add(
                    (column.relation() == null ? "" : column.relation() + ".")
                        + column(column.column())));
    node.embeds().forEach(embed -> items.add(embed(embed)));
    return source(node.source())
        + "{"
        + String.join(", ", items)
        + "}"
        + list(" where ", " and ", node.where(), PlanText::condition)
        + list(" on ", " and ", node.joins(), PlanText::join)
        + list(" order ", ", ", node.order(), PlanText::order)
        + (node.range().limit() == null ? "" : " limit " + node.range().limit())
        + (node.range().offset() == 0 ? "" : " offset " + node.range().offset());
  }

  private static <T> String list(
      String start, String separator, List<T> items, Function<T, String> text) {
    return items.isEmpty() ? "" : start + String.join(separator, items.stream().map(text).toList());
  }

  private static String source(Source source) {
    return switch (source) {
      case Source.OfRelation relation ->
          relation.relation().name()
              + (relation.alias() == null ? "" : " " + relation.alias())
              + (relation.junction() == null ? "" : " x " + relation.junction().name());
      case Source.OfResult result -> "result " + result.alias();
      case Source.OfComputed computed ->
          computed.function().name() + "(" + qualifier(computed.parent()) + ") " + computed.alias();
    };
  }

  private static String qualifier(Qualifier qualifier) {
    return qualifier.name();
  }

  private static String column(SelectColumn column) {
    return (column.alias() == null ? "" : column.alias() + ":")
        + ref(column.column())
        + (column.cast() == null ? "" : "::" + column.cast())
        + (column.aggregate() == null ? "" : "." + column.aggregate() + "()")
        + (column.aggregateCast() == null ? "" : "::" + column.aggregateCast());
  }

  static String ref(ColumnRef column) {
    String named = column.fullRow() ? "row" : column.name();
    String typed = column.convertToJson() ? "to_jsonb(" + named + ")" : named;
    String path = String.join("", column.jsonPath().stream().map(PlanText::step).toList());
    return column.transform() == null
        ? typed + path
        : column.transform().name() + "(" + typed + path + ")";
  }

  private static String step(JsonStep step) {
    String operand =
        switch (step.operand()) {
          case JsonOperand.Key key -> key.name();
          case JsonOperand.Index index -> index.digits();
        };
    return switch (step.arrow()) {
      case JSON -> "->" + operand;
      case TEXT -> "->>" + operand;
    };
  }

  private static String embed(Embed embed) {
    String shape =
        switch (embed.shape()) {
          case Shape.JsonObject object -> object.hidden() ? "hidden object" : "object";
          case Shape.JsonArray array -> array.hidden() ? "hidden array" : "array";
          case Shape.SpreadOne spread -> "one(" + spread(spread.columns()) + ")";
          case Shape.SpreadMany spread ->
              "many("
                  + spread(spread.columns())
                  + list(" order ", ", ", spread.order(), PlanText::order)
                  + ")";
        };
    return embed.name()
        + ": "
        + (embed.inner() ? "inner " : "")
        + shape
        + " "
        + embed.alias()
        + " <- "
        + of(embed.node());
  }

  private static String spread(List<SpreadColumn> columns) {
    return String.join(
        ", ",
        columns.stream()
            .map(
                column ->
                    (column.alias() == null ? "" : column.alias() + ":")
                        + column.name()
                        + (column.aggregate() == null ? "" : "." + column.aggregate() + "()")
                        + (column.aggregateCast() == null ? "" : "::" + column.aggregateCast()))
            .toList());
  }

  static String condition(Condition condition) {
    return switch (condition) {
      case Condition.Compare compare ->
          (compare.negated() ? "not " : "")
              + (compare.toTsVector() ? "tsvector " : "")
              + ref(compare.column())
              + " "
              + compare.operation().getClass().getSimpleName();
      case Condition.And and ->
          "(" + list("", " and ", and.conditions(), PlanText::condition) + ")";
      case Condition.Or or -> "(" + list("", " or ", or.conditions(), PlanText::condition) + ")";
      case Condition.Not not -> "not " + condition(not.condition());
      case Condition.NullEmbed embed ->
          embed.alias() + (embed.isNull() ? " is empty" : " is not empty");
    };
  }

  private static String join(JoinCondition join) {
    return qualifier(join.left())
        + "."
        + join.leftColumn()
        + "="
        + qualifier(join.right())
        + "."
        + join.rightColumn();
  }

  private static String order(OrderBy order) {
    return (order.relation() == null ? "" : order.relation() + ".")
        + ref(order.column())
        + (order.direction() == null ? "" : " " + order.direction())
        + (order.nulls() == null ? "" : " nulls " + order.nulls());
  }
}

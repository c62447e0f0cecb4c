package dev.pgext.sql;

import dev.pgext.catalog.Catalog;
import dev.pgext.plan.Embed;
import dev.pgext.plan.Embed.Shape;
import dev.pgext.plan.ReadNode;
import dev.pgext.plan.ReadNode.OrderSelect;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.ReadNode.Source;
import dev.pgext.plan.SelectColumn;
import dev.pgext.request.RowRange;
import org.jspecify.annotations.Nullable;

/**
 * Writes a read tree as nested SELECTs, each embed a lateral join.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/queries-table-expressions.html#QUERIES-LATERAL">PostgreSQL:
 *     LATERAL</a>
 */
final class ReadRenderer {
  /** The CTE with the rows that a mutation or call of the same statement returned. */
  static final String RESULT = "pgext_source";

  private final SqlBuilder out;
  private final SelectRenderer selects;
  private final ConditionRenderer conditions;

  ReadRenderer(SqlBuilder out, Catalog catalog) {
    Operands operands = new Operands(out, catalog);
    this.out = out;
    this.selects = new SelectRenderer(out, operands);
    this.conditions = new ConditionRenderer(out, operands);
  }

  ConditionRenderer conditions() {
    return conditions;
  }

  void select(ReadNode node) {
    out.sql("SELECT ");
    list(node);
    from(node.source());
    node.embeds().forEach(this::lateralJoin);
    where(node);
    selects.groupBy(node);
    selects.order(node.qualifier(), node.order());
    range(node.range());
  }

  private void list(ReadNode node) {
    SqlList list = new SqlList(out, "", ", ");
    if (node.select().isEmpty() && node.embeds().isEmpty()) {
      list.next();
      out.column(node.qualifier(), "*");
    }
    for (SelectColumn item : node.select()) {
      list.next();
      selects.column(node.qualifier(), item);
    }
    for (OrderSelect item : node.orderSelects()) {
      list.next();
      selects.column(owner(node, item), item.column());
    }
    for (Embed embed : node.embeds()) {
      if (SelectRenderer.visible(embed)) {
        list.next();
        selects.embed(embed);
      }
    }
  }

  private static Qualifier owner(ReadNode node, OrderSelect item) {
    return item.relation() == null ? node.qualifier() : Qualifier.alias(item.relation());
  }

  void from(Source source) {
    out.sql(" FROM ");
    switch (source) {
      case Source.OfRelation relation -> {
        out.name(relation.relation());
        alias(relation.alias());
        if (relation.junction() != null) {
          out.sql(", ").name(relation.junction());
        }
      }
      case Source.OfResult result -> {
        out.sql(RESULT);
        alias(result.alias());
      }
      case Source.OfComputed computed -> {
        out.name(computed.function()).sql("(").name(computed.parent().name()).sql("::");
        out.name(computed.relation()).sql(")");
        alias(computed.alias());
      }
    }
  }

  private void alias(@Nullable String alias) {
    if (alias != null) {
      out.sql(" AS ").name(alias);
    }
  }

  private void lateralJoin(Embed embed) {
    out.sql(embed.inner() ? " INNER JOIN LATERAL (" : " LEFT JOIN LATERAL (");
    switch (embed.shape()) {
      case Shape.JsonObject object -> select(embed.node());
      case Shape.SpreadOne spread -> select(embed.node());
      case Shape.JsonArray array -> aggregated(embed);
      case Shape.SpreadMany spread -> aggregated(embed);
    }
    out.sql(") AS ").name(embed.alias()).sql(" ON ");
    if (embed.inner() && toMany(embed)) {
      out.name(embed.alias()).sql(" IS NOT NULL");
    } else {
      out.sql("TRUE");
    }
  }

  private static boolean toMany(Embed embed) {
    return embed.shape() instanceof Shape.JsonArray || embed.shape() instanceof Shape.SpreadMany;
  }

  /** One row: all rows of the embed as an array, and for a spread an array for each column. */
  private void aggregated(Embed embed) {
    out.sql("SELECT json_agg(").name(embed.alias()).sql(")::jsonb AS ").name(embed.alias());
    if (embed.shape() instanceof Shape.SpreadMany spread) {
      for (Embed.SpreadColumn column : spread.columns()) {
        out.sql(", ");
        selects.spreadArray(embed.alias(), spread.order(), column);
      }
    }
    out.sql(" FROM (");
    select(embed.node());
    out.sql(") AS ").name(embed.alias());
  }

  private void where(ReadNode node) {
    SqlList terms = new SqlList(out, " WHERE ", " AND ");
    if (!node.where().isEmpty()) {
      terms.next();
      conditions.all(node.qualifier(), node.where());
    }
    for (ReadNode.JoinCondition join : node.joins()) {
      terms.next();
      conditions.join(join);
    }
  }

  private void range(RowRange range) {
    if (range.limit() != null) {
      out.sql(" LIMIT ").bind(new Bind.Bigint(range.limit()));
    }
    if (range.offset() != 0) {
      out.sql(" OFFSET ").bind(new Bind.Bigint(range.offset()));
    }
  }
}

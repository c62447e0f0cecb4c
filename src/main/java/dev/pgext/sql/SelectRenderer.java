package dev.pgext.sql;

import dev.pgext.plan.Embed;
import dev.pgext.plan.Embed.Shape;
import dev.pgext.plan.Embed.SpreadColumn;
import dev.pgext.plan.ReadNode;
import dev.pgext.plan.ReadNode.OrderBy;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.SelectColumn;
import dev.pgext.request.SelectItem.AggregateFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the items of a SELECT list, and what GROUP BY and ORDER BY say of them. */
final class SelectRenderer {
  private final SqlBuilder out;
  private final Operands operands;

  SelectRenderer(SqlBuilder out, Operands operands) {
    this.out = out;
    this.operands = operands;
  }

  void column(Qualifier qualifier, SelectColumn item) {
    aggregated(
        item.aggregate(),
        item.aggregateCast(),
        () -> cast(item.cast(), () -> transformed(qualifier, item)));
    if (item.alias() != null) {
      out.sql(" AS ").name(item.alias());
    }
  }

  private void transformed(Qualifier qualifier, SelectColumn item) {
    if (item.column().transform() == null) {
      operands.column(qualifier, item.column());
      return;
    }
    out.name(item.column().transform()).sql("(");
    operands.column(qualifier, item.column());
    out.sql(")");
  }

  /** What an embed adds to the outer list; a hidden one adds nothing. */
  void embed(Embed embed) {
    switch (embed.shape()) {
      case Shape.JsonObject object -> {
        out.sql("row_to_json(").name(embed.alias()).sql(".*)::jsonb AS ").name(embed.name());
      }
      case Shape.JsonArray array -> {
        out.sql("COALESCE(").name(embed.alias()).sql(".").name(embed.alias());
        out.sql(", '[]') AS ").name(embed.name());
      }
      case Shape.SpreadOne spread ->
          out.joined(", ", spread.columns(), item -> spreadColumn(embed.alias(), item));
      case Shape.SpreadMany spread ->
          out.joined(", ", spread.columns(), item -> spreadColumn(embed.alias(), item));
    }
  }

  /** Whether an embed adds anything to the outer list. */
  static boolean visible(Embed embed) {
    return switch (embed.shape()) {
      case Shape.JsonObject object -> !object.hidden();
      case Shape.JsonArray array -> !array.hidden();
      case Shape.SpreadOne spread -> !spread.columns().isEmpty();
      case Shape.SpreadMany spread -> !spread.columns().isEmpty();
    };
  }

  private void spreadColumn(String alias, SpreadColumn item) {
    aggregated(item.aggregate(), item.aggregateCast(), () -> spreadName(alias, item.name()));
    if (item.alias() != null) {
      out.sql(" AS ").name(item.alias());
    }
  }

  private void spreadName(String alias, String name) {
    out.column(Qualifier.alias(alias), name);
  }

  /** One array of a to-many spread, made inside its join. */
  void spreadArray(String alias, List<OrderBy> order, SpreadColumn item) {
    out.sql("COALESCE(json_agg(");
    spreadName(alias, item.name());
    order(Qualifier.alias(alias), order);
    out.sql("), '[]')::jsonb AS ").name(item.alias() == null ? item.name() : item.alias());
  }

  void order(Qualifier qualifier, List<OrderBy> order) {
    if (order.isEmpty()) {
      return;
    }
    out.sql(" ORDER BY ");
    out.joined(", ", order, term -> orderTerm(qualifier, term));
  }

  private void orderTerm(Qualifier qualifier, OrderBy term) {
    Qualifier owner = term.relation() == null ? qualifier : Qualifier.alias(term.relation());
    operands.column(owner, term.column());
    if (term.direction() != null) {
      out.sql(" " + term.direction().name());
    }
    if (term.nulls() != null) {
      out.sql(" NULLS " + term.nulls().name());
    }
  }

  /** GROUP BY of everything that is not aggregated, where anything is. */
  void groupBy(ReadNode node) {
    if (!grouped(node)) {
      return;
    }
    SqlList terms = new SqlList(out, " GROUP BY ", ", ");
    for (SelectColumn item : node.select()) {
      if (item.aggregate() == null) {
        terms.next();
        groupTerm(node.qualifier(), item);
      }
    }
    for (Embed embed : node.embeds()) {
      groupTerms(terms, embed);
    }
  }

  private void groupTerm(Qualifier qualifier, SelectColumn item) {
    if (item.alias() != null) {
      out.name(item.alias());
    } else {
      operands.column(qualifier, item.column());
    }
  }

  private void groupTerms(SqlList terms, Embed embed) {
    switch (embed.shape()) {
      case Shape.JsonObject object -> groupName(terms, embed.name(), object.hidden());
      case Shape.JsonArray array -> groupName(terms, embed.name(), array.hidden());
      case Shape.SpreadOne spread -> groupSpread(terms, embed.alias(), spread.columns());
      case Shape.SpreadMany spread -> groupSpread(terms, embed.alias(), spread.columns());
    }
  }

  private void groupName(SqlList terms, String name, boolean hidden) {
    if (!hidden) {
      terms.next();
      out.name(name);
    }
  }

  /** A star is no column's name here, so that PostgreSQL refuses it, as behind PostgREST. */
  private void groupSpread(SqlList terms, String alias, List<SpreadColumn> columns) {
    for (SpreadColumn item : columns) {
      if (item.aggregate() == null) {
        terms.next();
        out.name(alias).sql(".").name(item.alias() == null ? item.name() : item.alias());
      }
    }
  }

  /** Whether any item of the list is an aggregate. */
  static boolean grouped(ReadNode node) {
    return node.select().stream().anyMatch(item -> item.aggregate() != null)
        || node.embeds().stream().anyMatch(SelectRenderer::aggregates);
  }

  private static boolean aggregates(Embed embed) {
    List<SpreadColumn> columns =
        switch (embed.shape()) {
          case Shape.SpreadOne spread -> spread.columns();
          case Shape.SpreadMany spread -> spread.columns();
          case Shape.JsonObject object -> List.of();
          case Shape.JsonArray array -> List.of();
        };
    return columns.stream().anyMatch(item -> item.aggregate() != null);
  }

  private void aggregated(
      @Nullable AggregateFunction aggregate, @Nullable String cast, Runnable argument) {
    if (aggregate == null) {
      argument.run();
      return;
    }
    cast(
        cast,
        () -> {
          out.sql(aggregate.name()).sql("(");
          argument.run();
          out.sql(")");
        });
  }

  private void cast(@Nullable String type, Runnable argument) {
    if (type == null) {
      argument.run();
      return;
    }
    out.sql("CAST(");
    argument.run();
    out.sql(" AS " + CastType.printed(type) + ")");
  }
}

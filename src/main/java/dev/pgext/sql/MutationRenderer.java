package dev.pgext.sql;

import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Mutation.Body;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.request.Preferences.Resolution;
import java.util.List;

/** Writes INSERT, UPDATE and DELETE. */
final class MutationRenderer {
  /**
   * Counts rows that an upsert inserts: up when a row is offered, down when it turns out to be an
   * update.
   */
  private static final String COUNT_OFFERED = countInserted("+ 1", "0");

  private static final String UNCOUNT_UPDATED = countInserted("- 1", "-1");

  private final SqlBuilder out;
  private final ConditionRenderer conditions;
  private final BodyRows rows;

  MutationRenderer(SqlBuilder out, ConditionRenderer conditions) {
    this.out = out;
    this.conditions = conditions;
    this.rows = new BodyRows(out);
  }

  void write(Mutation mutation) {
    switch (mutation) {
      case Mutation.Insert insert -> insert(insert);
      case Mutation.Upsert upsert -> upsert(upsert);
      case Mutation.Update update -> update(update);
      case Mutation.Delete delete -> {
        out.sql("DELETE FROM ").name(delete.relation());
        where(delete.relation(), delete.where());
        returning(delete);
      }
    }
  }

  private void insert(Mutation.Insert insert) {
    insertFrom(insert.relation(), insert.body());
    Mutation.OnConflict conflict = insert.onConflict();
    boolean merge = conflict != null && conflict.resolution() == Resolution.MERGE_DUPLICATES;
    if (merge) {
      out.sql(" WHERE " + COUNT_OFFERED);
    }
    if (conflict != null && !conflict.columns().isEmpty()) {
      onConflict(conflict.columns(), merge, insert.body().columns());
    }
    returning(insert);
  }

  private void upsert(Mutation.Upsert upsert) {
    insertFrom(upsert.relation(), upsert.body());
    out.sql(" WHERE " + COUNT_OFFERED + " AND ");
    conditions.all(Qualifier.alias(BodyRows.BODY), upsert.where());
    onConflict(upsert.primaryKey(), true, upsert.body().columns());
    returning(upsert);
  }

  private void insertFrom(QualifiedName relation, Body body) {
    out.sql("INSERT INTO ").name(relation);
    if (!body.columns().isEmpty()) {
      out.sql("(");
      out.joined(", ", body.columns(), column -> out.name(column.column().name()));
      out.sql(")");
    }
    out.sql(" SELECT ");
    out.joined(", ", body.columns(), this::parsed);
    out.sql(" FROM ");
    rows.source(body);
  }

  /** The value of a column, parsed by its representation where it has one. */
  private void parsed(BodyColumn column) {
    ColumnRef ref = column.column();
    if (ref.transform() == null) {
      bodyColumn(ref.name());
      return;
    }
    out.name(ref.transform()).sql("(");
    bodyColumn(ref.name());
    out.sql(")");
  }

  private void bodyColumn(String name) {
    out.column(Qualifier.alias(BodyRows.BODY), name);
  }

  private void onConflict(List<String> target, boolean merge, List<BodyColumn> columns) {
    out.sql(" ON CONFLICT(").sql(Identifiers.list(target)).sql(") DO ");
    if (!merge || columns.isEmpty()) {
      out.sql("NOTHING");
      return;
    }
    out.sql("UPDATE SET ");
    out.joined(
        ", ",
        columns,
        column ->
            out.name(column.column().name()).sql(" = EXCLUDED.").name(column.column().name()));
    out.sql(" WHERE " + UNCOUNT_UPDATED);
  }

  private void update(Mutation.Update update) {
    if (update.body().columns().isEmpty()) {
      nothingToSet(update);
      return;
    }
    out.sql("UPDATE ").name(update.relation()).sql(" SET ");
    out.joined(
        ", ",
        update.body().columns(),
        column -> {
          out.name(column.column().name()).sql(" = ");
          bodyColumn(column.column().name());
        });
    out.sql(" FROM (SELECT ");
    out.joined(
        ", ",
        update.body().columns(),
        column -> {
          parsed(column);
          out.sql(" AS ").name(column.column().name());
        });
    out.sql(" FROM ");
    rows.source(update.body());
    out.sql(" LIMIT 1) AS " + BodyRows.BODY);
    where(update.relation(), update.where());
    returning(update);
  }

  /** SET cannot be empty; a SELECT without rows gives the same columns. */
  private void nothingToSet(Mutation.Update update) {
    out.sql("SELECT ");
    if (update.returning().isEmpty()) {
      out.sql("NULL");
    } else {
      Qualifier qualifier = Qualifier.alias(update.relation().name());
      out.joined(", ", update.returning(), column -> out.column(qualifier, column));
    }
    out.sql(" FROM ").name(update.relation()).sql(" WHERE false");
  }

  private void where(QualifiedName relation, List<Condition> where) {
    if (!where.isEmpty()) {
      out.sql(" WHERE ");
      conditions.all(Qualifier.of(relation), where);
    }
  }

  /** Without columns a constant is returned, so that the rows can be counted. */
  private void returning(Mutation mutation) {
    out.sql(" RETURNING ");
    if (mutation.returning().isEmpty()) {
      out.sql("1");
      return;
    }
    Qualifier qualifier = Qualifier.of(mutation.relation());
    out.joined(", ", mutation.returning(), column -> out.column(qualifier, column));
  }

  private static String countInserted(String change, String never) {
    return "set_config('pgext.inserted', (coalesce("
        + StatementRenderer.setting("pgext.inserted")
        + "::int, 0) "
        + change
        + ")::text, true) <> '"
        + never
        + "'";
  }
}

package dev.pgext.sql;

import dev.pgext.plan.Mutation.Body;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.request.Payload;
import java.util.List;

/**
 * Writes a JSON body as a row source named {@code pgrst_body}.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-PROCESSING">PostgreSQL:
 *     json_to_recordset</a>
 */
final class BodyRows {
  /** Clients see it in PostgreSQL's messages about columns that a body lacks. */
  static final String BODY = "pgrst_body";

  private final SqlBuilder out;

  BodyRows(SqlBuilder out) {
    this.out = out;
  }

  /**
   * {@code json_to_recordset(?::json) AS pgrst_body("a" integer, …)}, or as many empty rows as the
   * body has objects.
   */
  void source(Body body) {
    boolean object = body.payload().opensObject();
    if (body.columns().isEmpty()) {
      emptyRows(body, object);
      return;
    }
    if (body.applyDefaults()) {
      withDefaults(body, object);
    } else {
      out.sql(object ? "json_to_record(" : "json_to_recordset(");
      json(body.payload(), "json");
      out.sql(")");
    }
    out.sql(" AS " + BODY + "(");
    out.joined(
        ", ", body.columns(), column -> out.name(column.column().name()).sql(" " + column.type()));
    out.sql(")");
  }

  private void emptyRows(Body body, boolean object) {
    if (object) {
      out.sql("(VALUES (1)) AS " + BODY);
      return;
    }
    out.sql("json_array_elements(");
    json(body.payload(), "json");
    out.sql(") AS " + BODY);
  }

  private void withDefaults(Body body, boolean object) {
    if (object) {
      out.sql("jsonb_to_record(");
      defaults(body.columns());
      out.sql(" || ");
      json(body.payload(), "jsonb");
      out.sql(")");
      return;
    }
    out.sql("(SELECT jsonb_agg(");
    defaults(body.columns());
    out.sql(" || elem) AS rows FROM jsonb_array_elements(");
    json(body.payload(), "jsonb");
    out.sql(") AS elem) AS pgext_defaults, LATERAL jsonb_to_recordset(pgext_defaults.rows)");
  }

  private void defaults(List<BodyColumn> columns) {
    out.sql("jsonb_build_object(");
    SqlList list = new SqlList(out, "", ", ");
    for (BodyColumn column : columns) {
      if (column.defaultExpression() != null) {
        list.next();
        out.sql(Identifiers.literal(column.column().name()) + ", ");
        out.sql(PrintedSql.escaped(column.defaultExpression()));
      }
    }
    out.sql(")");
  }

  private void json(Payload payload, String type) {
    out.bind(new Bind.Utf8(payload.bytes())).sql("::" + type);
  }
}

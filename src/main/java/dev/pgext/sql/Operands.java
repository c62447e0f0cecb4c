package dev.pgext.sql;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.DataType;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.request.Field;
import dev.pgext.request.Field.JsonStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes columns, and values with the type that PostgreSQL would give an untyped literal in their
 * place.
 *
 * <p>A value is sent as varchar and cast. Where PostgreSQL finds no operator for an untyped literal
 * an empty literal, which is untyped, stands in its place: PostgreSQL then raises the very error it
 * would have raised. NULL would not do, as nothing is compared in {@code IS DISTINCT FROM NULL}.
 */
final class Operands {
  private static final int JSON_OID = 114;
  private static final int JSONB_OID = 3802;
  private static final int TEXT_OID = 25;

  private final SqlBuilder out;
  private final Catalog catalog;

  Operands(SqlBuilder out, Catalog catalog) {
    this.out = out;
    this.catalog = catalog;
  }

  /** A column with its JSON path, without any transform. */
  void column(Qualifier qualifier, ColumnRef column) {
    if (column.fullRow()) {
      out.name(qualifier.name());
      return;
    }
    if (column.jsonPath().isEmpty() || !column.convertToJson()) {
      out.column(qualifier, column.name());
    } else {
      out.sql("to_jsonb(").column(qualifier, column.name()).sql(")");
    }
    column.jsonPath().forEach(this::step);
  }

  private void step(JsonStep step) {
    out.sql(step.arrow() == Field.Arrow.JSON ? "->" : "->>");
    switch (step.operand()) {
      case Field.JsonOperand.Key key -> out.text(key.name()).sql("::text");
      case Field.JsonOperand.Index index -> out.text(index.digits()).sql("::int");
    }
  }

  /** The right operand for {@code column operator value}. */
  void value(ColumnRef column, String operator, String value) {
    operand(column, operator, value, "");
  }

  /** The right operand for {@code column operator ANY (values)}. */
  void array(ColumnRef column, String operator, String arrayLiteral) {
    operand(column, operator, arrayLiteral, "[]");
  }

  /**
   * A representation parses one text, so behind ANY or ALL it gives no array and PostgreSQL says
   * so.
   */
  private void operand(ColumnRef column, String operator, String value, String suffix) {
    if (column.transform() == null) {
      typed(column, operator, value, suffix);
    } else {
      out.name(column.transform()).sql("(").text(value).sql("::text)");
    }
  }

  /** Values of {@code in}, each parsed by the representation where there is one. */
  void list(ColumnRef column, List<String> values) {
    String literal = ArrayLiteral.of(values);
    if (column.transform() == null) {
      typed(column, "=", literal, "[]");
      return;
    }
    out.sql("(SELECT ").name(column.transform()).sql("(unnest(").text(literal).sql("::text[])))");
  }

  private void typed(ColumnRef column, String operator, String value, String suffix) {
    Integer left = leftType(column);
    if (left == null) {
      out.text(value);
      return;
    }
    QualifiedName type = catalog.operators().rightOperand(left, operator);
    if (type == null || (!suffix.isEmpty() && type.name().startsWith("_"))) {
      out.sql("''");
    } else {
      out.text(value).sql("::").name(type).sql(suffix);
    }
  }

  static @Nullable Integer leftType(ColumnRef column) {
    if (column.jsonPath().isEmpty()) {
      DataType type = column.type();
      return type == null ? null : type.baseOid();
    }
    JsonStep last = column.jsonPath().get(column.jsonPath().size() - 1);
    if (last.arrow() == Field.Arrow.TEXT) {
      return TEXT_OID;
    }
    return column.convertToJson() || isJsonb(column) ? JSONB_OID : JSON_OID;
  }

  private static boolean isJsonb(ColumnRef column) {
    return column.type() != null && column.type().baseOid() == JSONB_OID;
  }
}

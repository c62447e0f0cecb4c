package dev.pgext.catalog;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column as {@code pg_attribute} has it.
 *
 * @param nominal the declared type with its modifiers
 * @param hasDefault whether the column has a default of its own, or is generated
 */
record ColumnRow(
    int relation,
    int number,
    String name,
    int type,
    int modifier,
    String nominal,
    boolean notNull,
    @Nullable String description,
    @Nullable String defaultExpression,
    boolean hasDefault) {
  private static final int BPCHAR = 1042;
  private static final int VARCHAR = 1043;
  private static final int BIT = 1560;
  private static final int VARBIT = 1562;

  /** The length that a character type's modifier counts besides the characters. */
  private static final int HEADER = 4;

  static ColumnRow read(Row row) throws SQLException {
    return new ColumnRow(
        row.oid("relation"),
        row.number("number"),
        row.text("name"),
        row.oid("type"),
        row.number("modifier"),
        row.text("nominal"),
        row.flag("not_null"),
        row.optionalText("description"),
        row.optionalText("default_expression"),
        row.flag("has_default"));
  }

  Column column(Types types) {
    PgType declared = types.of(type);
    return new Column(
        name,
        types.declared(type, nominal),
        !(notNull || (declared.domain() && declared.notNull())),
        description,
        maxLength(declared),
        defaultExpression(declared),
        types.base(type).labels());
  }

  private @Nullable String defaultExpression(PgType declared) {
    boolean fromDomain = declared.domain() && !hasDefault && defaultExpression == null;
    return fromDomain ? declared.defaultExpression() : defaultExpression;
  }

  private @Nullable Integer maxLength(PgType declared) {
    int base = declared.domain() ? declared.base() : type;
    int length = declared.domain() ? declared.modifier() : modifier;
    if (length == -1) {
      return null;
    }
    return switch (base) {
      case BPCHAR, VARCHAR -> length - HEADER;
      case BIT, VARBIT -> length;
      default -> null;
    };
  }
}

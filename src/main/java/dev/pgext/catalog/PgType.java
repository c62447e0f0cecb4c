package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_type} with what ranges and enums add to it.
 *
 * @param kind base, composite, domain, enum, pseudo, range or multirange, as {@code typtype}
 * @param element of an array, else 0
 * @param array of this type, or 0
 * @param base of a domain, else 0
 * @param modifier of a domain's base
 * @param relation of a composite type, else 0
 * @param relationRow whether it is the row of a table or view
 * @param multirange of a range, else 0
 * @param sqlText as {@code format_type} writes it without modifiers
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">PostgreSQL:
 *     pg_type</a>
 */
record PgType(
    int oid,
    QualifiedName name,
    char kind,
    char category,
    boolean preferred,
    int element,
    int array,
    int base,
    int modifier,
    boolean notNull,
    int relation,
    boolean relationRow,
    int rangeSubtype,
    int multirange,
    String sqlText,
    @Nullable String defaultExpression,
    List<String> labels) {
  private static final String SYSTEM_SCHEMA = "pg_catalog";

  static PgType read(Row row) throws SQLException {
    return new PgType(
        row.oid("oid"),
        new QualifiedName(row.text("schema"), row.text("name")),
        row.text("kind").charAt(0),
        row.text("category").charAt(0),
        row.flag("preferred"),
        row.oid("element"),
        row.oid("array_type"),
        row.oid("base"),
        row.number("modifier"),
        row.flag("not_null"),
        row.oid("relation"),
        row.flag("relation_row"),
        row.oid("range_subtype"),
        row.oid("multirange"),
        row.text("sql_text"),
        row.optionalText("default_expression"),
        row.texts("labels"));
  }

  boolean domain() {
    return kind == 'd';
  }

  boolean composite() {
    return kind == 'c';
  }

  boolean system() {
    return name.schema().equals(SYSTEM_SCHEMA);
  }
}

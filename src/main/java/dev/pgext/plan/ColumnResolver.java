package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.DataType;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Routine.ResultColumn;
import dev.pgext.catalog.SystemColumns;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Field;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the catalog knows of a field: its type, and the representation that reads or writes
 * it.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/domain_representations.html">PostgREST:
 *     domain representations</a>
 */
final class ColumnResolver {
  /** What a representation turns a value into for an answer; CSV and the rest come from it, too. */
  private static final String JSON = "json";

  private static final String TEXT = "text";
  private static final Set<String> HAS_ARROWS = Set.of("json", "jsonb");

  private final Catalog catalog;

  ColumnResolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A field to be answered, through its representation where it has one. */
  ColumnRef selected(RowType row, Field field) {
    return output(plain(row, field));
  }

  /** A field to be compared: a representation reads the literal. */
  ColumnRef compared(RowType row, Field field) {
    ColumnRef column = plain(row, field);
    return column.type() == null
        ? column
        : column.withTransform(catalog.representation(TEXT, column.type().nominal()));
  }

  /** A field as it is: ordered by, joined or returned. */
  ColumnRef plain(RowType row, Field field) {
    DataType type = type(row, field.name());
    // to_jsonb around a json column would keep indexes on its paths from being used.
    boolean convert =
        !field.path().isEmpty() && (type == null || !HAS_ARROWS.contains(type.nominal()));
    return new ColumnRef(field.name(), type, field.path(), convert, null, false);
  }

  /** All columns of the row to be answered, in their order; empty where they are not known. */
  List<ColumnRef> all(RowType row) {
    return names(row).stream().map(name -> selected(row, Field.of(name))).toList();
  }

  /** Whether any column of the row has a representation. */
  boolean represented(RowType row) {
    return !catalog.representations().isEmpty()
        && all(row).stream().anyMatch(column -> column.transform() != null);
  }

  private ColumnRef output(ColumnRef column) {
    if (column.type() == null) {
      return column;
    }
    QualifiedName function = catalog.representation(column.type().nominal(), JSON);
    return column.withTransform(function);
  }

  private List<String> names(RowType row) {
    Relation relation = catalog.relation(row.name());
    return relation != null
        ? relation.columns().values().stream().map(Column::name).toList()
        : row.columns().stream().map(ResultColumn::name).toList();
  }

  private @Nullable DataType type(RowType row, String field) {
    for (ResultColumn column : row.columns()) {
      if (column.name().equals(field)) {
        return column.type();
      }
    }
    DataType known = catalog.fieldType(row.name(), field);
    return known == null ? SystemColumns.type(field) : known;
  }
}

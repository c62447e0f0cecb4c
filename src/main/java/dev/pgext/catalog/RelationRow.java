package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A relation before its columns and keys are known.
 *
 * @param commands the bits of {@code pg_relation_is_updatable}
 */
record RelationRow(
    int oid, QualifiedName name, boolean view, int commands, @Nullable String description) {
  private static final int UPDATE = 1 << 2;
  private static final int INSERT = 1 << 3;
  private static final int DELETE = 1 << 4;

  static RelationRow read(Row row) throws SQLException {
    return new RelationRow(
        row.oid("oid"),
        new QualifiedName(row.text("schema"), row.text("name")),
        row.flag("is_view"),
        row.number("commands"),
        row.optionalText("description"));
  }

  Relation relation(List<String> primaryKey, Map<String, Column> columns) {
    return new Relation(
        name,
        view ? Relation.Kind.VIEW : Relation.Kind.TABLE,
        description,
        (commands & INSERT) != 0,
        (commands & UPDATE) != 0,
        (commands & DELETE) != 0,
        primaryKey,
        columns);
  }
}

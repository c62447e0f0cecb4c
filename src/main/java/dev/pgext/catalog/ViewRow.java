package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import java.util.Map;

/**
 * A view and where its columns come from.
 *
 * @param exposed whether requests can name it, or only other views do
 * @param origins by column number
 */
record ViewRow(
    int oid, QualifiedName name, boolean exposed, Map<Integer, ViewDefinition.Origin> origins) {

  static ViewRow read(Row row) throws SQLException {
    return new ViewRow(
        row.oid("oid"),
        new QualifiedName(row.text("schema"), row.text("name")),
        row.flag("exposed"),
        ViewDefinition.origins(row.text("definition")));
  }
}

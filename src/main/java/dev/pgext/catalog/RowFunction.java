package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A function of one row.
 *
 * @param argument type of the row
 * @param searchPosition place of its schema among the exposed ones and the extra search path; null
 *     where SQL would not find it without a schema
 */
record RowFunction(
    QualifiedName name,
    int argument,
    int result,
    boolean singleRow,
    @Nullable Integer searchPosition) {

  static RowFunction read(Row row) throws SQLException {
    return new RowFunction(
        new QualifiedName(row.text("schema"), row.text("name")),
        row.oid("argument"),
        row.oid("result"),
        row.flag("single_row"),
        row.optionalNumber("search_position"));
  }
}

package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;

/**
 * A function or aggregate that makes a body.
 *
 * @param target the row type that an aggregate takes, or the function itself
 * @param mediaType in lower case
 */
record HandlerRow(QualifiedName function, QualifiedName target, String mediaType) {

  static HandlerRow read(Row row) throws SQLException {
    return new HandlerRow(
        new QualifiedName(row.text("schema"), row.text("name")),
        new QualifiedName(row.text("target_schema"), row.text("target_name")),
        row.text("media_type"));
  }
}

package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;

/** A cast between a domain and json or text, and its function. */
record RepresentationRow(Catalog.RepresentationKey key, QualifiedName function) {

  static RepresentationRow read(Row row) throws SQLException {
    return new RepresentationRow(
        new Catalog.RepresentationKey(row.text("source"), row.text("target")),
        new QualifiedName(row.text("schema"), row.text("name")));
  }
}

package dev.pgext.catalog;

import java.sql.SQLException;

/** A binary operator: its name with its schema and the types it takes. */
record OperatorRow(String schema, String name, int left, int right) {

  static OperatorRow read(Row row) throws SQLException {
    return new OperatorRow(
        row.text("schema"), row.text("name"), row.oid("left_type"), row.oid("right_type"));
  }
}

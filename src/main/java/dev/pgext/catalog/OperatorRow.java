package dev.pgext.catalog;

import java.sql.SQLException;

/** A binary operator: its name and the types it takes. */
record OperatorRow(String name, int left, int right) {

  static OperatorRow read(Row row) throws SQLException {
    return new OperatorRow(row.text("name"), row.oid("left_type"), row.oid("right_type"));
  }
}

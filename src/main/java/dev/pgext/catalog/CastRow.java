package dev.pgext.catalog;

import java.sql.SQLException;

/** A cast that PostgreSQL applies unasked. */
record CastRow(int source, int target) {

  static CastRow read(Row row) throws SQLException {
    return new CastRow(row.oid("source"), row.oid("target"));
  }
}

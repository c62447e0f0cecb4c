package dev.pgext.catalog;

import java.sql.SQLException;

/** A cast that PostgreSQL applies unasked. */
record CastRow(int source, int target) {

  /** Written out as in {@link dev.pgext.pg.QualifiedName}: each schema cache is full of them. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CastRow that && source == that.source && target == that.target;
  }

  @Override
  public int hashCode() {
    return 31 * source + target;
  }

  static CastRow read(Row row) throws SQLException {
    return new CastRow(row.oid("source"), row.oid("target"));
  }
}

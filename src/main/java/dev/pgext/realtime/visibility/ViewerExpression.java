package dev.pgext.realtime.visibility;

/**
 * An expression whose value depends on role and claims alone.
 *
 * @param sql as PostgreSQL printed it with nothing but pg_catalog in the search path
 * @param form what its value is used as
 */
record ViewerExpression(String sql, Form form) {

  /** What a value is used as. */
  enum Form {
    SCALAR,
    ARRAY
  }
}

package dev.pgext.realtime.hub;

import dev.pgext.pg.QualifiedName;

/** Names of tables in requests. */
final class Tables {
  private Tables() {}

  /** The table that a request names. */
  static QualifiedName name(SubscriptionRequest request) {
    String schema = request.schema();
    String table = request.table();
    if (schema == null || table == null) {
      throw new IllegalArgumentException("several tables");
    }
    return new QualifiedName(schema, table);
  }
}

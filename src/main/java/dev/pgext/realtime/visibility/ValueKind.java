package dev.pgext.realtime.visibility;

import org.jspecify.annotations.Nullable;

/**
 * Types among whose values equality is equality of text, as PostgreSQL's output functions print it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">PostgreSQL:
 *     pg_type</a>
 */
enum ValueKind {
  INTEGER,
  UUID,
  /** Under a deterministic collation. */
  TEXT,
  BOOLEAN,
  /** Each is a type of its own. */
  ENUMERATION;

  private static final int SMALLINT = 21;

  /** The kind of a column's values; null where equality is more than that of texts. */
  static @Nullable ValueKind of(TableFacts.Column column) {
    if (column.enumeration()) {
      return ENUMERATION;
    }
    if (!column.deterministic()) {
      return null;
    }
    for (ValueKind kind : values()) {
      if (kind.hasType(column.typeOid())) {
        return kind;
      }
    }
    return null;
  }

  /** The kind of a column's values after a cast that never fails and keeps the text. */
  static @Nullable ValueKind of(TableFacts.Column column, String cast) {
    ValueKind kind = of(column);
    if (kind == null || kind == BOOLEAN) {
      return null;
    }
    if (cast.equals("text") || cast.equals("character varying")) {
      return TEXT;
    }
    boolean widened =
        cast.equals("bigint") || (column.typeOid() == SMALLINT && cast.equals("integer"));
    return kind == INTEGER && widened ? kind : null;
  }

  boolean hasType(int oid) {
    return switch (this) {
      case INTEGER -> oid == 20 || oid == SMALLINT || oid == 23;
      case UUID -> oid == 2950;
      case TEXT -> oid == 25 || oid == 1043 || oid == 19;
      case BOOLEAN -> oid == 16;
      case ENUMERATION -> false;
    };
  }

  boolean hasArrays(int oid) {
    return switch (this) {
      case INTEGER -> oid == 1016 || oid == 1005 || oid == 1007;
      case UUID -> oid == 2951;
      case TEXT -> oid == 1009 || oid == 1015;
      case BOOLEAN, ENUMERATION -> false;
    };
  }
}

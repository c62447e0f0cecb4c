package dev.pgext.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All types of a database by oid. Immutable. */
final class Types {
  private final Map<Integer, PgType> byOid = new HashMap<>();
  private final Map<Integer, PgType> rangeByMultirange = new HashMap<>();

  Types(List<PgType> types) {
    for (PgType type : types) {
      byOid.put(type.oid(), type);
      if (type.multirange() != 0) {
        rangeByMultirange.put(type.multirange(), type);
      }
    }
  }

  /** The type, or null where the oid is none. */
  @Nullable PgType find(int oid) {
    return byOid.get(oid);
  }

  /** The type; the catalogs of one snapshot name no other. */
  PgType of(int oid) {
    PgType type = byOid.get(oid);
    if (type == null) {
      throw new IllegalStateException("no type with oid " + Integer.toUnsignedString(oid));
    }
    return type;
  }

  /** The type under all domains. */
  PgType base(int oid) {
    PgType type = of(oid);
    while (type.domain()) {
      type = of(type.base());
    }
    return type;
  }

  /** The range that a multirange consists of, or null. */
  @Nullable PgType rangeOf(int multirange) {
    return rangeByMultirange.get(multirange);
  }

  /** A type as it is declared, with the modifiers that {@code nominal} shows. */
  DataType declared(int oid, String nominal) {
    PgType type = of(oid);
    PgType base = base(oid);
    String text = base.system() ? base.sqlText() : nominal;
    return new DataType(type.oid(), base.oid(), nominal, text, base.name());
  }

  /** A type without modifiers. */
  DataType plain(int oid) {
    return declared(oid, of(oid).sqlText());
  }
}

package dev.pgext.realtime.row;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a type: as much of {@code pg_type} as decides how its values are printed and
 * compared.
 *
 * @param name {@code typname}; that of an array begins with {@code _}
 * @param sqlName quoted, with its schema
 * @param kind {@code typtype}
 * @param delimiter between such values in an array
 * @param element of an array, else 0
 * @param base of a domain, else 0
 * @param jsonFunction what casts it to json, quoted with its schema: {@code to_json} uses it, and
 *     of a domain REST does; null where there is none
 * @param fields of a composite type, else empty
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">PostgreSQL:
 *     pg_type</a>
 */
record ValueType(
    int oid,
    String name,
    String sqlName,
    char kind,
    char delimiter,
    int element,
    int base,
    @Nullable String jsonFunction,
    List<Field> fields) {

  /** The first oid that is not PostgreSQL's own. */
  private static final int FIRST_USER_OID = 16384;

  ValueType {
    fields = List.copyOf(fields);
  }

  /** An attribute of a composite type. */
  record Field(String name, int type) {}

  boolean domain() {
    return kind == 'd';
  }

  /** A domain that REST prints by a function. */
  boolean represented() {
    return domain() && jsonFunction != null;
  }

  boolean composite() {
    return kind == 'c';
  }

  boolean array() {
    return element != 0;
  }

  /** Whether somebody created it; its facts may change. */
  boolean user() {
    return Integer.compareUnsigned(oid, FIRST_USER_OID) >= 0;
  }
}

package dev.pgext.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which types PostgreSQL turns into which unasked.
 *
 * @see <a
 *     href="https://github.com/postgres/postgres/blob/master/src/backend/parser/parse_coerce.c">
 *     PostgreSQL: can_coerce_type, find_coercion_pathway</a>
 */
final class Coercions {
  /** The type of a literal without a type. */
  static final int UNKNOWN = 705;

  private static final int ANY = 2276;
  private static final int RECORD = 2249;
  private static final int RECORD_ARRAY = 2287;
  private static final int OIDVECTOR = 30;
  private static final int INT2VECTOR = 22;

  private final Set<CastRow> casts;
  private final Types types;

  Coercions(List<CastRow> casts, Types types) {
    this.casts = Set.copyOf(casts.stream().collect(Collectors.toSet()));
    this.types = types;
  }

  /** Whether a value of type {@code source} may stand where {@code target} is declared. */
  boolean implicit(int source, int target) {
    return source == target
        || source == UNKNOWN
        || target == ANY
        || Polymorphism.polymorphic(target)
        || cast(source, target)
        || row(source, target);
  }

  private boolean cast(int source, int target) {
    int from = types.base(source).oid();
    int to = types.base(target).oid();
    return from == to || casts.contains(new CastRow(from, to)) || elements(from, to);
  }

  private boolean elements(int source, int target) {
    int from = types.of(source).element();
    int to = types.of(target).element();
    boolean arrays = from != 0 && to != 0;
    return arrays && target != OIDVECTOR && target != INT2VECTOR && cast(from, to);
  }

  private boolean row(int source, int target) {
    PgType from = types.base(source);
    PgType to = types.base(target);
    boolean toComposite = source == RECORD && to.composite();
    boolean toRecord = target == RECORD && from.composite();
    return toComposite || toRecord || (target == RECORD_ARRAY && rows(from));
  }

  private boolean rows(PgType array) {
    return array.element() != 0 && types.of(array.element()).composite();
  }
}

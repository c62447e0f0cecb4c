package dev.pgext.realtime.row;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types by oid, with all that they are made of. Immutable. */
record Types(Map<Integer, ValueType> byOid) {
  static final Types NONE = new Types(Map.of());

  Types {
    byOid = Map.copyOf(byOid);
  }

  /** The type; null where it does not exist any more. */
  @Nullable ValueType find(int oid) {
    return byOid.get(oid);
  }

  /** The type under all domains; null where it does not exist any more. */
  @Nullable ValueType base(int oid) {
    ValueType type = find(oid);
    while (type != null && type.domain()) {
      type = find(type.base());
    }
    return type;
  }
}

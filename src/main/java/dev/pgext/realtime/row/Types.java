package dev.pgext.realtime.row;

import dev.pgext.realtime.cdc.TableShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** What a table's columns are made of, in an order of its own. */
  List<ValueType> under(TableShape table) {
    Set<Integer> oids = new LinkedHashSet<>();
    table.columns().forEach(column -> add(column.typeOid(), oids));
    return oids.stream().map(byOid::get).toList();
  }

  private void add(int oid, Set<Integer> oids) {
    ValueType type = find(oid);
    if (type != null && oids.add(oid)) {
      add(type.element(), oids);
      add(type.base(), oids);
      type.fields().forEach(field -> add(field.type(), oids));
    }
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

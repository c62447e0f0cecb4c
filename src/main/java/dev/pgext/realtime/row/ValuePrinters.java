package dev.pgext.realtime.row;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a type's values are printed, as {@code to_json} does.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-CREATION-TABLE">PostgreSQL:
 *     to_json</a>
 */
final class ValuePrinters {
  /**
   * Names that are printed with their schema or without it, as the session's search path has it.
   */
  private static final Set<String> NAMED_BY_PATH =
      Set.of(
          "regclass",
          "regproc",
          "regprocedure",
          "regoper",
          "regoperator",
          "regtype",
          "regconfig",
          "regdictionary",
          "regcollation");

  private final Types types;

  ValuePrinters(Types types) {
    this.types = types;
  }

  /** Whether only PostgreSQL can print values of a type. */
  boolean exotic(int oid) {
    ValueType type = types.base(oid);
    if (type == null) {
      return false;
    }
    if (type.array()) {
      return exotic(type.element());
    }
    if (type.composite()) {
      return type.fields().stream().anyMatch(field -> exotic(field.type()));
    }
    return type.user() ? type.jsonFunction() != null : NAMED_BY_PATH.contains(type.name());
  }

  /** How values of a type that is not exotic are printed. */
  ValueJson of(int oid) {
    ValueType type = types.base(oid);
    if (type == null) {
      return ScalarJson.TEXT;
    }
    return type.user() ? structured(type) : builtin(type);
  }

  private ValueJson builtin(ValueType type) {
    return switch (type.name()) {
      case "bool" -> ScalarJson.BOOLEAN;
      case "int2", "int4", "int8", "float4", "float8", "numeric" -> ScalarJson.NUMBER;
      case "timestamp" -> ScalarJson.TIMESTAMP;
      case "timestamptz" -> ScalarJson.TIMESTAMPTZ;
      case "json", "jsonb" -> ScalarJson.JSON;
      case "int2vector", "oidvector" -> new VectorJson(of(type.element()));
      default -> structured(type);
    };
  }

  private ValueJson structured(ValueType type) {
    if (type.array()) {
      return new ArrayJson(of(type.element()), delimiter(types.find(type.element())));
    }
    if (type.composite()) {
      return new CompositeJson(type.fields().stream().map(this::field).toList());
    }
    return ScalarJson.TEXT;
  }

  private CompositeJson.Field field(ValueType.Field field) {
    return new CompositeJson.Field(key(field.name()), of(field.type()));
  }

  private static char delimiter(@Nullable ValueType element) {
    return element == null ? ',' : element.delimiter();
  }

  /** {@code "name":}. */
  static byte[] key(String name) {
    return new JsonBuffer(name.length() + 3).text(name).put(':').toBytes();
  }
}

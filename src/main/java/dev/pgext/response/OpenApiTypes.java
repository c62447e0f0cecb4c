package dev.pgext.response;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.DataType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQL types as Swagger's types and formats.
 *
 * @see <a
 *     href="https://github.com/OAI/OpenAPI-Specification/blob/main/versions/2.0.md#data-types">OpenAPI
 *     2.0: data types</a>
 */
final class OpenApiTypes {
  private static final String SYSTEM_SCHEMA = "pg_catalog";
  private static final Pattern MODIFIERS = Pattern.compile("\\([^)]*\\)");
  private static final Pattern INTERVAL_FIELDS = Pattern.compile("^interval [a-z ]+");
  private static final String ARRAY = "[]";

  private OpenApiTypes() {}

  /** The declared type's text; of PostgreSQL's own types, the one under domains, unmodified. */
  static String sqlType(DataType type) {
    return type.baseName().schema().equals(SYSTEM_SCHEMA)
        ? withoutModifiers(type.base())
        : type.nominal();
  }

  /** Without its length, {@code format_type} writes some types by their internal names. */
  private static String withoutModifiers(String type) {
    String bare = MODIFIERS.matcher(type).replaceAll("");
    return INTERVAL_FIELDS
        .matcher(bare)
        .replaceFirst("interval")
        .replaceFirst("^bpchar(?=$|\\[)", "character")
        .replaceFirst("^\"bit\"(?=$|\\[)", "bit");
  }

  /** Null for JSON, which is of any type. */
  static @Nullable String type(String sqlType) {
    return switch (sqlType) {
      case "boolean" -> "boolean";
      case "smallint", "integer", "bigint" -> "integer";
      case "numeric", "real", "double precision" -> "number";
      case "json", "jsonb" -> null;
      default -> sqlType.endsWith(ARRAY) ? "array" : "string";
    };
  }

  static String format(String sqlType) {
    return switch (sqlType) {
      case "smallint", "integer" -> "int32";
      case "bigint" -> "int64";
      default -> sqlType;
    };
  }

  /** The type under {@code []}. */
  static String element(String arrayType) {
    return arrayType.endsWith(ARRAY)
        ? arrayType.substring(0, arrayType.length() - ARRAY.length())
        : arrayType;
  }

  /** Writes format, type and, of an array, its items. */
  static void describe(ObjectNode schema, String sqlType) {
    schema.put("format", format(sqlType));
    String type = type(sqlType);
    if (type == null) {
      return;
    }
    schema.put("type", type);
    if (type.equals("array")) {
      ObjectNode items = schema.putObject("items");
      String elements = type(element(sqlType));
      if (elements != null) {
        items.put("type", elements);
      }
    }
  }
}

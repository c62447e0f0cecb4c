package dev.pgext.response;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters that operations refer to by name. */
final class OpenApiParameters {
  private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();

  private OpenApiParameters() {}

  static ObjectNode of(List<Relation> relations) {
    OpenApiParameters writer = new OpenApiParameters();
    writer.common();
    relations.forEach(writer::relation);
    return writer.parameters;
  }

  /** The name of the filter on a column. */
  static String rowFilter(Relation relation, Column column) {
    return "rowFilter." + relation.name().name() + "." + column.name();
  }

  /** The name of a relation's row as a request's body. */
  static String body(Relation relation) {
    return "body." + relation.name().name();
  }

  private void common() {
    prefer("preferParams", List.of());
    List<String> returning = List.of("return=representation", "return=minimal", "return=none");
    prefer("preferReturn", returning);
    prefer("preferCount", List.of("count=none"));
    prefer(
        "preferPost",
        List.of(
            "return=representation",
            "return=minimal",
            "return=none",
            "resolution=ignore-duplicates",
            "resolution=merge-duplicates"));
    add("select", "select", "Filtering Columns", "query");
    add("on_conflict", "on_conflict", "On Conflict", "query");
    add("order", "order", "Ordering", "query");
    add("range", "Range", "Limiting and Pagination", "header");
    add("rangeUnit", "Range-Unit", "Limiting and Pagination", "header").put("default", "items");
    add("offset", "offset", "Limiting and Pagination", "query");
    add("limit", "limit", "Limiting and Pagination", "query");
  }

  private void prefer(String key, List<String> preferences) {
    ObjectNode parameter = add(key, "Prefer", "Preference", "header");
    if (!preferences.isEmpty()) {
      preferences.forEach(parameter.putArray("enum")::add);
    }
  }

  private void relation(Relation relation) {
    String name = relation.name().name();
    parameters
        .putObject(body(relation))
        .put("name", name)
        .put("description", name)
        .put("required", false)
        .put("in", "body")
        .putObject("schema")
        .put("$ref", "#/definitions/" + name);
    for (Column column : relation.columns().values()) {
      add(rowFilter(relation, column), column.name(), column.description(), "query");
    }
  }

  private ObjectNode add(String key, String name, @Nullable String description, String in) {
    ObjectNode parameter = parameters.putObject(key).put("name", name);
    OpenApiText.put(parameter, "description", description);
    return parameter.put("required", false).put("in", in).put("type", "string");
  }
}

package dev.pgext.response;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.Relation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The root and the relations as paths with their operations; {@link OpenApiRpcPaths} the rest. */
final class OpenApiPaths {
  private OpenApiPaths() {}

  static ObjectNode of(OpenApiContent content) {
    ObjectNode paths = JsonNodeFactory.instance.objectNode();
    paths.putObject("/").set("get", root());
    content.relations().forEach(each -> paths.set("/" + each.name().name(), relation(each)));
    content.routines().forEach(each -> paths.set("/rpc/" + each.name(), OpenApiRpcPaths.of(each)));
    return paths;
  }

  /** An operation with the tag under which it is listed, and a comment. */
  static ObjectNode operation(String tag, @Nullable String comment) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.putArray("tags").add(tag);
    if (comment != null) {
      OpenApiText text = OpenApiText.of(comment);
      operation.put("summary", text.firstLine());
      if (!text.rest().isEmpty()) {
        operation.put("description", text.rest());
      }
    }
    return operation;
  }

  static void refer(ArrayNode parameters, String name) {
    parameters.addObject().put("$ref", "#/parameters/" + name);
  }

  private static ObjectNode root() {
    ObjectNode operation = operation("Introspection", "OpenAPI description (this document)");
    operation.putArray("produces").add("application/openapi+json").add("application/json");
    operation.putObject("responses").putObject("200").put("description", "OK");
    return operation;
  }

  private static ObjectNode relation(Relation relation) {
    ObjectNode path = JsonNodeFactory.instance.objectNode();
    path.set("get", get(relation));
    if (relation.insertable() || relation.updatable() || relation.deletable()) {
      String body = OpenApiParameters.body(relation);
      Stream<String> written = Stream.of(body, "select", "preferPost");
      path.set("post", operation(relation, written, "201", "Created"));
      Stream<String> changed = Stream.concat(filters(relation), Stream.of(body, "preferReturn"));
      path.set("patch", operation(relation, changed, "204", "No Content"));
      Stream<String> deleted = Stream.concat(filters(relation), Stream.of("preferReturn"));
      path.set("delete", operation(relation, deleted, "204", "No Content"));
    }
    return path;
  }

  private static ObjectNode get(Relation relation) {
    Stream<String> common =
        List.of("select", "order", "range", "rangeUnit", "offset", "limit", "preferCount").stream();
    ObjectNode operation =
        operation(relation, Stream.concat(filters(relation), common), "206", "Partial Content");
    ObjectNode rows = operation.withObject("/responses").putObject("200").put("description", "OK");
    rows.putObject("schema")
        .put("type", "array")
        .putObject("items")
        .put("$ref", "#/definitions/" + relation.name().name());
    return operation;
  }

  private static ObjectNode operation(
      Relation relation, Stream<String> parameters, String status, String meaning) {
    ObjectNode operation = operation(relation.name().name(), relation.description());
    ArrayNode references = operation.putArray("parameters");
    parameters.forEach(name -> refer(references, name));
    operation.putObject("responses").putObject(status).put("description", meaning);
    return operation;
  }

  private static Stream<String> filters(Relation relation) {
    return relation.columns().values().stream()
        .map(column -> OpenApiParameters.rowFilter(relation, column));
  }
}

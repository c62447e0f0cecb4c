package dev.pgext.response;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.response.OpenApiRoutine.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routines as paths: POST takes an object of arguments, GET each in the query string. */
final class OpenApiRpcPaths {
  private OpenApiRpcPaths() {}

  static ObjectNode of(OpenApiRoutine routine) {
    ObjectNode path = JsonNodeFactory.instance.objectNode();
    if (routine.readable()) {
      path.set("get", get(routine));
    }
    path.set("post", post(routine));
    return path;
  }

  private static ObjectNode get(OpenApiRoutine routine) {
    ObjectNode operation = operation(routine);
    if (!routine.parameters().isEmpty()) {
      ArrayNode parameters = operation.putArray("parameters");
      routine.parameters().forEach(each -> argument(parameters.addObject(), each));
    }
    return operation;
  }

  private static ObjectNode post(OpenApiRoutine routine) {
    ObjectNode operation = operation(routine);
    ArrayNode parameters = operation.putArray("parameters");
    ObjectNode body = parameters.addObject().put("name", "args").put("required", true);
    body.put("in", "body").set("schema", arguments(routine));
    OpenApiPaths.refer(parameters, "preferParams");
    return operation;
  }

  private static ObjectNode operation(OpenApiRoutine routine) {
    ObjectNode operation = OpenApiPaths.operation("(rpc) " + routine.name(), routine.description());
    OpenApiDocument.ROW_TYPES.forEach(operation.putArray("produces")::add);
    operation.putObject("responses").putObject("200").put("description", "OK");
    return operation;
  }

  private static ObjectNode arguments(OpenApiRoutine routine) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    OpenApiText.put(schema, "description", routine.description());
    schema.put("type", "object");
    if (routine.parameters().isEmpty()) {
      return schema;
    }
    ObjectNode properties = schema.putObject("properties");
    routine
        .parameters()
        .forEach(each -> OpenApiTypes.describe(properties.putObject(each.name()), each.type()));
    List<String> required =
        routine.parameters().stream().filter(Parameter::required).map(Parameter::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema;
  }

  /** An array is written as one literal, unless its elements may be repeated. */
  private static void argument(ObjectNode node, Parameter parameter) {
    node.put("name", parameter.name()).put("required", parameter.required()).put("in", "query");
    String type = OpenApiTypes.type(parameter.type());
    if (!parameter.variadic()) {
      node.put("format", OpenApiTypes.format(parameter.type()));
      node.put("type", "array".equals(type) ? "string" : orString(type));
      return;
    }
    node.put("type", orString(type)).put("collectionFormat", "multi");
    String element = OpenApiTypes.element(parameter.type());
    ObjectNode items = node.putObject("items").put("format", OpenApiTypes.format(element));
    OpenApiText.put(items, "type", OpenApiTypes.type(element));
  }

  private static String orString(@Nullable String type) {
    return type == null ? "string" : type;
  }
}

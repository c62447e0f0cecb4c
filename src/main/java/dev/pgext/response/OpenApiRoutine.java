package dev.pgext.response;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.catalog.Routine;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the description says of a routine.
 *
 * @param readable whether GET may call it, too
 */
record OpenApiRoutine(
    String name, @Nullable String description, boolean readable, List<Parameter> parameters) {
  /** PostgREST's, as far as the description tells overloads apart. */
  static final Comparator<OpenApiRoutine> ORDER =
      Comparator.comparingInt((OpenApiRoutine routine) -> routine.parameters().size())
          .thenComparing(
              OpenApiRoutine::description, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparing(routine -> routine.parameters().toString());

  OpenApiRoutine {
    parameters = List.copyOf(parameters);
  }

  /** An input parameter; {@code type} is SQL text. */
  record Parameter(String name, String type, boolean required, boolean variadic) {}

  static OpenApiRoutine of(Routine routine) {
    return new OpenApiRoutine(
        routine.name().name(),
        routine.description(),
        routine.volatility() != Routine.Volatility.VOLATILE,
        routine.parameters().stream()
            .map(each -> new Parameter(each.name(), each.type(), each.required(), each.variadic()))
            .toList());
  }

  /** As the statement of {@code dev.pgext.sql} writes it. */
  static OpenApiRoutine of(JsonNode json) {
    return new OpenApiRoutine(
        json.path("name").asText(),
        json.path("description").textValue(),
        !json.path("volatile").asBoolean(),
        StreamSupport.stream(json.path("parameters").spliterator(), false)
            .map(OpenApiRoutine::parameter)
            .toList());
  }

  private static Parameter parameter(JsonNode json) {
    return new Parameter(
        json.path("name").asText(),
        json.path("type").asText(),
        json.path("required").asBoolean(),
        json.path("variadic").asBoolean());
  }
}

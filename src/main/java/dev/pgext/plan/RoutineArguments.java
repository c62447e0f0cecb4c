package dev.pgext.plan;

import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.plan.RoutineCall.Argument;
import dev.pgext.plan.RoutineCall.Arguments;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Payload;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Binds what a request passes to the parameters of the function. */
final class RoutineArguments {
  private RoutineArguments() {}

  /** From the URL, for GET and HEAD. */
  static Arguments ofUrl(Routine routine, ApiRequest request) {
    return direct(routine, request.query().arguments());
  }

  /** From the body, for POST. */
  static Arguments ofBody(Routine routine, ApiRequest request) {
    Payload payload = Objects.requireNonNull(request.payload());
    if (payload instanceof Payload.Form form) {
      return direct(routine, form.fields());
    }
    List<Parameter> parameters = routine.parameters();
    if (parameters.size() == 1 && parameters.get(0).name().isEmpty()) {
      return new Arguments.WholeBody(parameters.get(0), payload);
    }
    List<Parameter> passed =
        parameters.stream()
            .filter(parameter -> request.columns().contains(parameter.name()))
            .toList();
    return passed.isEmpty() ? new Arguments.None() : new Arguments.FromJson(passed, payload);
  }

  private static Arguments direct(Routine routine, List<Map.Entry<String, String>> texts) {
    List<Argument> arguments =
        routine.parameters().stream()
            .map(parameter -> new Argument(parameter, values(parameter, texts)))
            .filter(argument -> !argument.values().isEmpty())
            .toList();
    return arguments.isEmpty() ? new Arguments.None() : new Arguments.Direct(arguments);
  }

  /** A variadic parameter takes all texts of its name, any other one the last. */
  private static List<String> values(Parameter parameter, List<Map.Entry<String, String>> texts) {
    List<String> values =
        texts.stream()
            .filter(text -> text.getKey().equals(parameter.name()))
            .map(Map.Entry::getValue)
            .toList();
    return parameter.variadic() || values.size() < 2 ? values : List.of(values.getLast());
  }
}

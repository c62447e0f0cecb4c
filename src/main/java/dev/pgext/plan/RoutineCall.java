package dev.pgext.plan;

import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.request.Payload;
import java.util.List;

/**
 * A function call.
 *
 * @param columns what the read over it needs of the result; empty for everything
 */
public record RoutineCall(Routine routine, Arguments arguments, List<String> columns) {
  public RoutineCall {
    columns = List.copyOf(columns);
  }

  /** What is passed. */
  public sealed interface Arguments {
    /** Nothing. */
    record None() implements Arguments {}

    /** The body as the single unnamed parameter. */
    record WholeBody(Parameter parameter, Payload payload) implements Arguments {}

    /** Keys of the JSON body, each for the parameter of its name. */
    record FromJson(List<Parameter> parameters, Payload payload) implements Arguments {
      public FromJson {
        parameters = List.copyOf(parameters);
      }
    }

    /** Texts from the query string or a form. */
    record Direct(List<Argument> arguments) implements Arguments {
      public Direct {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /** One parameter and its text; a variadic parameter may have several. */
  public record Argument(Parameter parameter, List<String> values) {
    public Argument {
      values = List.copyOf(values);
    }
  }
}

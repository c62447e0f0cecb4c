package dev.pgext.plan;

import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether an overload takes the arguments of a request.
 *
 * @param arguments their names
 * @param contentType of the body
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/functions.html">PostgREST:
 *     functions as RPC</a>
 */
record RoutineMatcher(Set<String> arguments, Source source, MediaType contentType) {
  /** Bodies that can only be one whole argument. */
  private static final Set<MediaType> UNNAMED_ONLY =
      Set.of(Plain.TEXT, Plain.XML, Plain.OCTET_STREAM);

  RoutineMatcher {
    arguments = Set.copyOf(arguments);
  }

  /** Where the arguments are. */
  enum Source {
    URL,
    BODY
  }

  /** Whether the body, by its type, can be nothing but one unnamed argument. */
  boolean onlyWholeBody() {
    return source == Source.BODY && UNNAMED_ONLY.contains(contentType);
  }

  /** Whether the JSON body might also be one unnamed argument. */
  boolean wholeJson() {
    return source == Source.BODY && contentType == Plain.JSON;
  }

  /** Whether the arguments are all those required, and else only optional ones. */
  boolean byName(Routine routine) {
    if (routine.parameters().isEmpty()) {
      return arguments.isEmpty() && !onlyWholeBody();
    }
    Set<String> unknown = new HashSet<>(arguments);
    for (Parameter parameter : routine.parameters()) {
      boolean passed = !parameter.name().isEmpty() && unknown.remove(parameter.name());
      if (!passed && parameter.required()) {
        return false;
      }
    }
    return unknown.isEmpty();
  }

  /** Whether the body as a whole can be the single unnamed argument. */
  boolean byWholeBody(Routine routine) {
    List<Parameter> parameters = routine.parameters();
    return source == Source.BODY
        && parameters.size() == 1
        && parameters.get(0).name().isEmpty()
        && takesBody(parameters.get(0).type());
  }

  private boolean takesBody(String type) {
    return switch (type) {
      case "json", "jsonb" -> contentType == Plain.JSON;
      case "text" -> contentType == Plain.TEXT;
      case "xml" -> contentType == Plain.XML;
      case "bytea" -> contentType == Plain.OCTET_STREAM;
      default -> false;
    };
  }
}

package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.Routine;
import dev.pgext.error.ApiException;
import dev.pgext.error.CatalogError;
import dev.pgext.pg.QualifiedName;
import java.util.List;

/** Finds the one overload that a call means. */
final class RoutineFinder {
  private final Catalog catalog;
  private final Suggestions suggestions;

  RoutineFinder(Catalog catalog, Suggestions suggestions) {
    this.catalog = catalog;
    this.suggestions = suggestions;
  }

  /**
   * The overload whose parameters the arguments name, else the one that takes the whole body.
   *
   * @throws ApiException where none fits, or several do
   */
  Routine find(QualifiedName name, RoutineMatcher call) {
    List<Routine> overloads = catalog.routines(name);
    List<Routine> found = overloads.stream().filter(call::byName).toList();
    if (found.isEmpty()) {
      found = overloads.stream().filter(call::byWholeBody).toList();
    }
    if (found.isEmpty()) {
      throw none(name, call);
    }
    if (found.size() > 1) {
      throw new CatalogError.AmbiguousRoutine(found.stream().map(RoutineFinder::signature).toList())
          .asException();
    }
    return found.get(0);
  }

  private static String signature(Routine routine) {
    List<String> parameters =
        routine.parameters().stream()
            .map(parameter -> parameter.name() + " => " + parameter.type())
            .toList();
    return routine.name() + "(" + String.join(", ", parameters) + ")";
  }

  private ApiException none(QualifiedName name, RoutineMatcher call) {
    String hint =
        call.onlyWholeBody() ? null : suggestions.routine(name, call.arguments()).orElse(null);
    return new CatalogError.NoRoutine(asked(name, call), searched(name, call), hint).asException();
  }

  private static String asked(QualifiedName name, RoutineMatcher call) {
    if (call.onlyWholeBody()) {
      return name.toString();
    }
    return call.arguments().isEmpty()
        ? name + " without parameters"
        : name + "(" + list(call) + ")";
  }

  private static String searched(QualifiedName name, RoutineMatcher call) {
    if (call.onlyWholeBody()) {
      return name + " with a single unnamed " + unnamedType(call) + " parameter";
    }
    return name
        + named(call)
        + (call.wholeJson() ? " or with a single unnamed json/jsonb parameter" : "");
  }

  private static String named(RoutineMatcher call) {
    return switch (call.arguments().size()) {
      case 0 -> " without parameters";
      case 1 -> " with parameter " + list(call);
      default -> " with parameters " + list(call);
    };
  }

  private static String unnamedType(RoutineMatcher call) {
    if (call.contentType() == Plain.OCTET_STREAM) {
      return "bytea";
    }
    return call.contentType() == Plain.XML ? "xml" : "text";
  }

  private static String list(RoutineMatcher call) {
    return String.join(", ", call.arguments().stream().sorted().toList());
  }
}

package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.pg.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * "Perhaps you meant …": known names that look like an unknown one.
 *
 * <p>Names of relations and functions need a closer likeness than the rest, so that hints do not
 * give away a schema.
 */
final class Suggestions {
  private static final double CLOSE = 0.75;
  private static final double ALIKE = 0.33;

  private final Catalog catalog;
  private final NameSearch search;

  Suggestions(Catalog catalog, NameSearch search) {
    this.catalog = catalog;
    this.search = search;
  }

  /** For a relation that the schema does not have. */
  Optional<String> relation(QualifiedName unknown) {
    return search
        .closest(namesIn(unknown.schema(), catalog.relations().keySet()), unknown.name(), CLOSE)
        .map(name -> "Perhaps you meant the table '" + unknown.schema() + "." + name + "'");
  }

  /**
   * For an embed without a relationship: another origin where that has none at all, else another
   * target; nothing where the target is known, as then the hint is at fault.
   */
  Optional<String> relationship(QualifiedName origin, String target) {
    List<Relationship> known = catalog.relationships(origin, origin.schema());
    if (known.isEmpty()) {
      return search
          .closest(origins(origin.schema()), origin.name(), ALIKE)
          .map(name -> perhaps(name, origin.name()));
    }
    List<String> targets =
        known.stream().map(relationship -> relationship.target().name()).toList();
    if (targets.stream().anyMatch(target::equalsIgnoreCase)) {
      return Optional.empty();
    }
    return search.closest(targets, target, ALIKE).map(name -> perhaps(name, target));
  }

  private List<String> origins(String schema) {
    return catalog.relationships().keySet().stream()
        .filter(key -> key.targetSchema().equals(schema))
        .map(key -> key.origin().name())
        .toList();
  }

  private static String perhaps(String name, String unknown) {
    return "Perhaps you meant '" + name + "' instead of '" + unknown + "'.";
  }

  /** For a call that fits no function: another name, or other parameters of the same name. */
  Optional<String> routine(QualifiedName unknown, Collection<String> arguments) {
    List<Routine> overloads = catalog.routines(unknown);
    Optional<String> found =
        overloads.isEmpty()
            ? search.closest(
                namesIn(unknown.schema(), catalog.routines().keySet()), unknown.name(), CLOSE)
            : search
                .closest(parameterLists(overloads), list(arguments), ALIKE)
                .map(parameters -> unknown.name() + parameters);
    return found.map(
        name -> "Perhaps you meant to call the function " + unknown.schema() + "." + name);
  }

  private static List<String> parameterLists(List<Routine> overloads) {
    return overloads.stream()
        .map(routine -> list(routine.parameters().stream().map(Parameter::name).toList()))
        .toList();
  }

  private static String list(Collection<String> names) {
    return "(" + String.join(", ", names.stream().sorted().toList()) + ")";
  }

  private static List<String> namesIn(String schema, Collection<QualifiedName> names) {
    return names.stream()
        .filter(name -> name.schema().equals(schema))
        .map(QualifiedName::name)
        .toList();
  }
}

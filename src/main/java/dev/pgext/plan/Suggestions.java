package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Catalog.RelationshipKey;
import dev.pgext.catalog.FuzzyNames;
import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.pg.QualifiedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * "Perhaps you meant …": known names that look like an unknown one.
 *
 * <p>Names of relations and functions need a closer likeness than the rest, so that hints do not
 * give away a schema. An index over a schema's names is made when it is first needed and kept.
 * Thread-safe.
 */
final class Suggestions {
  private static final double CLOSE = 0.75;
  private static final int LARGE = 500;

  private final Map<String, FuzzyNames> relations = new ConcurrentHashMap<>();
  private final Map<String, FuzzyNames> origins = new ConcurrentHashMap<>();
  private final Map<String, FuzzyNames> routines = new ConcurrentHashMap<>();
  private final Catalog catalog;

  Suggestions(Catalog catalog) {
    this.catalog = catalog;
  }

  /** For a relation that the schema does not have. */
  Optional<String> relation(QualifiedName unknown) {
    return relations
        .computeIfAbsent(unknown.schema(), this::relationsOf)
        .nearest(unknown.name(), CLOSE)
        .map(name -> "Perhaps you meant the table '" + unknown.schema() + "." + name + "'");
  }

  /** None in a large schema, where the index costs too much. */
  private FuzzyNames relationsOf(String schema) {
    List<String> names = namesIn(schema, catalog.relations().keySet());
    return FuzzyNames.of(names.size() < LARGE ? names : List.of());
  }

  /**
   * For an embed without a relationship: another origin where that has none at all, else another
   * target; nothing where the target is known, as then the hint is at fault.
   */
  Optional<String> relationship(QualifiedName origin, String target) {
    List<Relationship> known =
        catalog.relationships().get(new RelationshipKey(origin, origin.schema()));
    if (known == null) {
      return origins
          .computeIfAbsent(origin.schema(), this::originsOf)
          .nearest(origin.name(), FuzzyNames.MINIMUM_SCORE)
          .map(name -> perhaps(name, origin.name()));
    }
    List<String> targets =
        known.stream().map(relationship -> relationship.target().name()).toList();
    return FuzzyNames.of(targets).matches(target, FuzzyNames.MINIMUM_SCORE).stream()
        .filter(match -> match.score() < 1)
        .findFirst()
        .map(match -> perhaps(match.name(), target));
  }

  private FuzzyNames originsOf(String schema) {
    return FuzzyNames.of(
        catalog.relationships().keySet().stream()
            .filter(key -> key.targetSchema().equals(schema))
            .map(key -> key.origin().name())
            .toList());
  }

  private static String perhaps(String name, String unknown) {
    return "Perhaps you meant '" + name + "' instead of '" + unknown + "'.";
  }

  /** For a call that fits no function: another name, or other parameters of the same name. */
  Optional<String> routine(QualifiedName unknown, Collection<String> arguments) {
    List<Routine> overloads = catalog.routines(unknown);
    Optional<String> found =
        overloads.isEmpty()
            ? routines
                .computeIfAbsent(unknown.schema(), this::routinesOf)
                .nearest(unknown.name(), CLOSE)
            : FuzzyNames.of(parameterLists(overloads))
                .nearest(list(arguments), FuzzyNames.MINIMUM_SCORE)
                .map(parameters -> unknown.name() + parameters);
    return found.map(
        name -> "Perhaps you meant to call the function " + unknown.schema() + "." + name);
  }

  private FuzzyNames routinesOf(String schema) {
    return FuzzyNames.of(namesIn(schema, catalog.routines().keySet()));
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

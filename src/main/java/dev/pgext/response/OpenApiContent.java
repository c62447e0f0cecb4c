package dev.pgext.response;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Relation;
import dev.pgext.config.OpenApiMode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is to be described, in order of names.
 *
 * @param comment the schema's
 * @param routines one of each name, since a path has one description
 */
record OpenApiContent(
    @Nullable String comment, List<Relation> relations, List<OpenApiRoutine> routines) {
  OpenApiContent {
    relations = List.copyOf(relations);
    routines = List.copyOf(routines);
  }

  /**
   * All of a schema, or what of it the role may use.
   *
   * @param answer the database's: {@code relations} and {@code routines} only where privileges
   *     count
   */
  static OpenApiContent of(Catalog catalog, String schema, OpenApiMode mode, JsonNode answer) {
    boolean everything = mode == OpenApiMode.IGNORE_PRIVILEGES;
    Set<String> accessible = new HashSet<>();
    answer.path("relations").forEach(name -> accessible.add(name.asText()));
    return new OpenApiContent(
        answer.path("description").textValue(),
        relations(catalog, schema)
            .filter(relation -> everything || accessible.contains(relation.name().name()))
            .toList(),
        onePerName(everything ? routines(catalog, schema) : routines(answer.path("routines"))));
  }

  private static Stream<Relation> relations(Catalog catalog, String schema) {
    return catalog.relations().values().stream()
        .filter(relation -> relation.name().schema().equals(schema))
        .sorted(Comparator.comparing(relation -> relation.name().name()));
  }

  private static Stream<OpenApiRoutine> routines(Catalog catalog, String schema) {
    return catalog.routines().entrySet().stream()
        .filter(overloads -> overloads.getKey().schema().equals(schema))
        .flatMap(overloads -> overloads.getValue().stream())
        .map(OpenApiRoutine::of);
  }

  private static Stream<OpenApiRoutine> routines(JsonNode accessible) {
    return StreamSupport.stream(accessible.spliterator(), false).map(OpenApiRoutine::of);
  }

  /** Of overloads the last, which is the one with most parameters. */
  private static List<OpenApiRoutine> onePerName(Stream<OpenApiRoutine> routines) {
    SortedMap<String, OpenApiRoutine> byName = new TreeMap<>();
    routines.sorted(OpenApiRoutine.ORDER).forEach(routine -> byName.put(routine.name(), routine));
    return List.copyOf(byName.values());
  }
}

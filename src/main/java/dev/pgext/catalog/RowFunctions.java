package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What functions of one row add to a relation: fields, and relationships where they return another
 * relation's rows.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/computed_fields.html">PostgREST:
 *     computed fields</a>
 */
final class RowFunctions {
  private final List<RowFunction> functions;
  private final Types types;
  private final Set<String> exposed;

  RowFunctions(List<RowFunction> functions, Types types, Set<String> exposed) {
    this.functions = functions;
    this.types = types;
    this.exposed = exposed;
  }

  /** Between exposed relations; the function itself may be in any schema. */
  List<Relationship.Computed> relationships() {
    return functions.stream()
        .filter(function -> types.of(function.result()).relationRow())
        .map(this::relationship)
        .filter(
            way ->
                exposed.contains(way.relation().schema())
                    && exposed.contains(way.target().schema()))
        .toList();
  }

  private Relationship.Computed relationship(RowFunction function) {
    QualifiedName relation = types.of(function.argument()).name();
    QualifiedName target = types.of(function.result()).name();
    return new Relationship.Computed(
        function.name(), relation, target, function.singleRow(), relation.equals(target));
  }

  /** Types of the fields that SQL finds without naming the function's schema. */
  Map<Catalog.FieldKey, DataType> fields() {
    Map<Catalog.FieldKey, DataType> fields = new HashMap<>();
    functions.stream()
        .filter(function -> function.searchPosition() != null)
        .sorted(Comparator.comparingInt(RowFunctions::position))
        .forEach(
            function -> {
              QualifiedName relation = types.of(function.argument()).name();
              fields.putIfAbsent(
                  new Catalog.FieldKey(relation, function.name().name()),
                  types.plain(function.result()));
            });
    return fields;
  }

  private static int position(RowFunction function) {
    @Nullable Integer position = function.searchPosition();
    return position == null ? Integer.MAX_VALUE : position;
  }
}

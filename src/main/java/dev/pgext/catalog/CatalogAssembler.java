package dev.pgext.catalog;

import dev.pgext.config.Config;
import dev.pgext.pg.QualifiedName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the rows of the catalog queries together. Pure. */
final class CatalogAssembler {
  private final CatalogRows rows;
  private final Types types;
  private final Map<Integer, List<ColumnRow>> columns;
  private final List<ViewKey> viewKeys;

  private CatalogAssembler(CatalogRows rows) {
    this.rows = rows;
    this.types = new Types(rows.types());
    this.columns = rows.columns().stream().collect(Collectors.groupingBy(ColumnRow::relation));
    this.viewKeys = ViewKeys.of(rows.views(), rows.constraints(), columns);
  }

  /** The catalog that the rows describe. */
  static Catalog assemble(CatalogRows rows, Config.Database settings) {
    return new CatalogAssembler(rows).catalog(Set.copyOf(settings.schemas()));
  }

  private Catalog catalog(Set<String> exposed) {
    Map<QualifiedName, Relation> relations = relations();
    RowFunctions rowFunctions = new RowFunctions(rows.rowFunctions(), types, exposed);
    return new Catalog(
        relations,
        new RelationshipGraph(relations, exposed)
            .relationships(rows.constraints(), viewKeys, rowFunctions.relationships()),
        new RoutineAssembler(types, columns).routines(rows.routines()),
        rows.representations().stream()
            .collect(
                Collectors.toMap(RepresentationRow::key, RepresentationRow::function, (a, b) -> a)),
        rowFunctions.fields(),
        HandlerAssembler.handlers(rows.mediaHandlers()),
        new OperatorResolution(rows.operators(), rows.casts(), types),
        rows.serverVersion());
  }

  private Map<QualifiedName, Relation> relations() {
    Map<Integer, List<String>> tableKeys = tableKeys();
    Map<QualifiedName, List<String>> keysOfViews = keysOfViews();
    Map<QualifiedName, Relation> relations = new HashMap<>();
    for (RelationRow row : rows.relations()) {
      List<String> key =
          row.view()
              ? keysOfViews.getOrDefault(row.name(), List.of())
              : tableKeys.getOrDefault(row.oid(), List.of());
      relations.put(row.name(), row.relation(key, columns(row.oid())));
    }
    return relations;
  }

  private Map<String, Column> columns(int relation) {
    Map<String, Column> named = new LinkedHashMap<>();
    for (ColumnRow row : columns.getOrDefault(relation, List.of())) {
      named.put(row.name(), row.column(types));
    }
    return named;
  }

  private Map<Integer, List<String>> tableKeys() {
    Map<Integer, List<String>> keys = new HashMap<>();
    for (KeyConstraint constraint : rows.constraints()) {
      if (constraint.kind() == KeyConstraint.Kind.PRIMARY) {
        keys.put(constraint.table().oid(), constraint.key().names().stream().sorted().toList());
      }
    }
    return keys;
  }

  /**
   * A view over several tables has the keys of all of them. A column that appears twice in the view
   * counts once, and the last table comes first: PostgREST's order, which Location headers show.
   */
  private Map<QualifiedName, List<String>> keysOfViews() {
    Comparator<ViewKey> order =
        Comparator.comparing((ViewKey key) -> key.table().toString())
            .thenComparing(key -> key.constraint().name());
    return viewKeys.stream()
        .filter(key -> key.role() == ViewKey.Role.PRIMARY)
        .sorted(order.reversed())
        .collect(
            Collectors.groupingBy(
                ViewKey::view,
                Collectors.flatMapping(
                    key -> key.viewColumns().stream().map(names -> names.get(0)),
                    Collectors.toList())));
  }
}

package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema cache: an immutable snapshot of what a request may name. Thread-safe.
 *
 * @param relations all relations of the exposed schemas
 * @param relationships by origin and by the schema of the target; an empty list where there are
 *     only hidden ones
 * @param routines overloads by name
 * @param representations casts between domains and json or text
 * @param computedFields type of the functions over one row, by relation and name; see {@link
 *     #fieldType}
 * @param serverVersion {@code server_version_num}, such as 150018
 * @see <a href="https://docs.postgrest.org/en/stable/references/schema_cache.html">PostgREST:
 *     schema cache</a>
 */
public record Catalog(
    Map<QualifiedName, Relation> relations,
    Map<RelationshipKey, List<Relationship>> relationships,
    Map<QualifiedName, List<Routine>> routines,
    Map<RepresentationKey, QualifiedName> representations,
    Map<FieldKey, DataType> computedFields,
    MediaHandlers mediaHandlers,
    Operators operators,
    int serverVersion) {
  public Catalog {
    relations = Map.copyOf(relations);
    relationships = Map.copyOf(relationships);
    routines = Map.copyOf(routines);
    representations = Map.copyOf(representations);
    computedFields = Map.copyOf(computedFields);
  }

  /** Of a database in which nothing is exposed. */
  public static Catalog empty() {
    return new Catalog(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new MediaHandlers(Map.of(), Map.of()),
        (left, operator) -> null,
        0);
  }

  /** An origin and the schema in which its targets are looked for. */
  public record RelationshipKey(QualifiedName origin, String targetSchema) {}

  /** From one type's SQL text to another's: {@code ("text", "test.color")}. */
  public record RepresentationKey(String source, String target) {}

  /** A computed field: a function over a row of the relation. */
  public record FieldKey(QualifiedName relation, String name) {}

  /** The relation, or null. */
  public @Nullable Relation relation(QualifiedName name) {
    return relations.get(name);
  }

  /** Relationships from an origin to a schema; empty where there are none. */
  public List<Relationship> relationships(QualifiedName origin, String targetSchema) {
    return relationships.getOrDefault(new RelationshipKey(origin, targetSchema), List.of());
  }

  /** The overloads of a function; empty where there is none. */
  public List<Routine> routines(QualifiedName name) {
    return routines.getOrDefault(name, List.of());
  }

  /** The function that turns {@code source} into {@code target}, or null. */
  public @Nullable QualifiedName representation(String source, String target) {
    return representations.get(new RepresentationKey(source, target));
  }

  /** The type of a relation's column or computed field, or null where neither is known. */
  public @Nullable DataType fieldType(QualifiedName relation, String field) {
    Relation known = relations.get(relation);
    Column column = known == null ? null : known.column(field);
    return column != null ? column.type() : computedFields.get(new FieldKey(relation, field));
  }
}

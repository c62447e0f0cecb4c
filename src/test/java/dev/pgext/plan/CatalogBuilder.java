package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Catalog.FieldKey;
import dev.pgext.catalog.Catalog.RelationshipKey;
import dev.pgext.catalog.Catalog.RepresentationKey;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.DataType;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.MediaHandlers.RelationKey;
import dev.pgext.catalog.MediaHandlers.Resolved;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.catalog.Routine.ResultColumn;
import dev.pgext.catalog.Routine.Volatility;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds catalogs in one schema from short texts. A column is {@code name type}, a key column is
 * marked by a trailing {@code !}.
 */
final class CatalogBuilder {
  static final String SCHEMA = "test";

  private final Map<QualifiedName, Relation> relations = new LinkedHashMap<>();
  private final Map<RelationshipKey, List<Relationship>> relationships = new LinkedHashMap<>();
  private final Map<QualifiedName, List<Routine>> routines = new LinkedHashMap<>();
  private final Map<RepresentationKey, QualifiedName> representations = new HashMap<>();
  private final Map<FieldKey, DataType> computedFields = new HashMap<>();
  private final Map<RelationKey, Resolved> relationHandlers = new HashMap<>();
  private final Map<MediaType, Resolved> handlers = new HashMap<>();

  CatalogBuilder() {
    Resolved json = new Resolved(new MediaHandler.JsonArray(false), Plain.JSON);
    handlers.put(Plain.JSON, json);
    handlers.put(Plain.ANY, json);
    handlers.put(Plain.CSV, new Resolved(new MediaHandler.Csv(), Plain.CSV));
  }

  static QualifiedName name(String name) {
    return new QualifiedName(SCHEMA, name);
  }

  static DataType type(String name) {
    return new DataType(
        name.hashCode(), name.hashCode(), name, name, new QualifiedName("pg_catalog", name));
  }

  CatalogBuilder relation(String name, String... columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    for (String text : columns) {
      String[] words = text.split(" ", -1);
      String column = words[0].replace("!", "");
      if (words[0].endsWith("!")) {
        key.add(column);
      }
      String fallback = words.length > 2 ? words[2] : null;
      byName.put(column, new Column(column, type(words[1]), true, null, null, fallback, List.of()));
    }
    QualifiedName qualified = name(name);
    relations.put(
        qualified,
        new Relation(qualified, Relation.Kind.TABLE, null, true, true, true, key, byName));
    return this;
  }

  /** A foreign key and, for the other direction, its inverse. */
  CatalogBuilder manyToOne(String constraint, String from, String column, String to) {
    List<ColumnPair> pairs = List.of(new ColumnPair(column, "id"));
    foreignKey(from, to, new Cardinality.ManyToOne(constraint, pairs));
    foreignKey(to, from, new Cardinality.OneToMany(constraint, inverse(pairs)));
    return this;
  }

  CatalogBuilder oneToOne(String constraint, String from, String column, String to) {
    List<ColumnPair> pairs = List.of(new ColumnPair(column, "id"));
    foreignKey(from, to, new Cardinality.OneToOne(constraint, pairs, false));
    foreignKey(to, from, new Cardinality.OneToOne(constraint, inverse(pairs), true));
    return this;
  }

  CatalogBuilder manyToMany(String first, String firstColumn, String second, String secondColumn) {
    String table = first + "_" + second;
    manyToMany(table, first, firstColumn, second, secondColumn);
    manyToMany(table, second, secondColumn, first, firstColumn);
    return this;
  }

  private void manyToMany(
      String table, String from, String fromColumn, String to, String toColumn) {
    Junction junction =
        new Junction(
            name(table),
            table + "_" + fromColumn + "_fkey",
            table + "_" + toColumn + "_fkey",
            List.of(new ColumnPair("id", fromColumn)),
            List.of(new ColumnPair("id", toColumn)));
    foreignKey(from, to, new Cardinality.ManyToMany(junction));
  }

  private void foreignKey(String from, String to, Cardinality cardinality) {
    add(
        new ForeignKey(
            name(from), name(to), from.equals(to), cardinality, false, to.endsWith("_view")));
  }

  private static List<ColumnPair> inverse(List<ColumnPair> pairs) {
    return pairs.stream().map(pair -> new ColumnPair(pair.targetColumn(), pair.column())).toList();
  }

  CatalogBuilder computed(String function, String from, String to, boolean toOne) {
    add(new Computed(name(function), name(from), name(to), toOne, from.equals(to)));
    return this;
  }

  private void add(Relationship relationship) {
    relationships
        .computeIfAbsent(
            new RelationshipKey(relationship.relation(), SCHEMA), key -> new ArrayList<>())
        .add(relationship);
  }

  CatalogBuilder computedField(String relation, String field, String type) {
    computedFields.put(new FieldKey(name(relation), field), type(type));
    return this;
  }

  CatalogBuilder representation(String source, String target, String function) {
    representations.put(new RepresentationKey(source, target), name(function));
    return this;
  }

  CatalogBuilder handler(String relation, MediaType asked, Resolved handler) {
    relationHandlers.put(new RelationKey(name(relation), asked), handler);
    return this;
  }

  CatalogBuilder routine(
      String name, Volatility volatility, Routine.Result result, Parameter... parameters) {
    boolean variadic = Arrays.stream(parameters).anyMatch(Parameter::variadic);
    routines
        .computeIfAbsent(name(name), key -> new ArrayList<>())
        .add(
            new Routine(
                name(name),
                null,
                List.of(parameters),
                result,
                volatility,
                variadic,
                null,
                List.of()));
    return this;
  }

  static Parameter required(String name, String type) {
    return new Parameter(name, type, type, true, false);
  }

  static Parameter optional(String name, String type) {
    return new Parameter(name, type, type, false, false);
  }

  static Parameter variadic(String name, String type) {
    return new Parameter(name, type, type, true, true);
  }

  static Routine.Result scalar(String type) {
    return new Routine.Result(false, false, new QualifiedName("pg_catalog", type), List.of());
  }

  static Routine.Result setOf(String relation) {
    return new Routine.Result(true, true, name(relation), List.of());
  }

  static Routine.Result single(String relation) {
    return new Routine.Result(false, true, name(relation), List.of());
  }

  static Routine.Result table(String... columns) {
    List<ResultColumn> typed =
        Arrays.stream(columns)
            .map(text -> text.split(" ", -1))
            .map(words -> new ResultColumn(words[0], type(words[1])))
            .toList();
    return new Routine.Result(true, true, new QualifiedName("pg_catalog", "record"), typed);
  }

  Catalog build() {
    return new Catalog(
        relations,
        relationships,
        routines,
        representations,
        computedFields,
        new MediaHandlers(relationHandlers, handlers),
        (oid, operator) -> null,
        180000);
  }
}

package dev.pgext.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A catalog in the shape in which PostgREST dumps its schema cache: maps as arrays of pairs, here
 * in the order of their keys.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/cli.html#dump-schema">PostgREST:
 *     --dump-schema</a>
 */
public final class CatalogJson {
  private CatalogJson() {}

  /** The dump as UTF-8 text on one line. */
  public static byte[] bytes(Catalog catalog) {
    return tree(catalog).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode tree(Catalog catalog) {
    ObjectNode dump = Json.object();
    dump.set("dbMediaHandlers", HandlerJson.handlers(catalog.mediaHandlers()));
    dump.set(
        "dbRelationships",
        pairs(
            catalog.relationships(),
            Comparator.comparing(Catalog.RelationshipKey::origin, NameOrder.NAMES)
                .thenComparing(Catalog.RelationshipKey::targetSchema),
            key -> Json.array(Json.name(key.origin()), Json.text(key.targetSchema())),
            ways -> Json.list(ways, RelationshipJson::relationship)));
    dump.set("dbRepresentations", representations(catalog));
    dump.set(
        "dbRoutines",
        pairs(
            catalog.routines(),
            NameOrder.NAMES,
            Json::name,
            overloads -> Json.list(overloads, RoutineJson::routine)));
    dump.set(
        "dbTables", pairs(catalog.relations(), NameOrder.NAMES, Json::name, CatalogJson::relation));
    return dump;
  }

  private static ArrayNode representations(Catalog catalog) {
    ArrayNode pairs = Json.array();
    catalog.representations().entrySet().stream()
        .sorted(
            Comparator.comparing(entry -> entry.getKey().source() + " " + entry.getKey().target()))
        .forEach(
            entry -> {
              String source = entry.getKey().source();
              String target = entry.getKey().target();
              ObjectNode cast =
                  Json.object()
                      .put("drSourceType", source)
                      .put("drTargetType", target)
                      .put("drFunction", entry.getValue().toString());
              pairs.add(Json.array(Json.array(Json.text(source), Json.text(target)), cast));
            });
    return pairs;
  }

  private static <K, V> ArrayNode pairs(
      Map<K, V> map, Comparator<K> order, Function<K, JsonNode> key, Function<V, JsonNode> value) {
    ArrayNode pairs = Json.array();
    map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(order))
        .forEach(
            entry ->
                pairs.add(Json.array(key.apply(entry.getKey()), value.apply(entry.getValue()))));
    return pairs;
  }

  private static ObjectNode relation(Relation relation) {
    ObjectNode columns = Json.object();
    relation.columns().forEach((name, column) -> columns.set(name, column(column)));
    ObjectNode json =
        Json.object()
            .put("tableSchema", relation.name().schema())
            .put("tableName", relation.name().name())
            .put("tableDescription", relation.description())
            .put("tableIsView", relation.kind() == Relation.Kind.VIEW)
            .put("tableInsertable", relation.insertable())
            .put("tableUpdatable", relation.updatable())
            .put("tableDeletable", relation.deletable());
    json.set("tablePKCols", Json.list(relation.primaryKey(), Json::text));
    json.set("tableColumns", columns);
    return json;
  }

  private static ObjectNode column(Column column) {
    @Nullable Integer maxLength = column.maxLength();
    ObjectNode json =
        Json.object()
            .put("colName", column.name())
            .put("colDescription", column.description())
            .put("colNullable", column.nullable())
            .put("colType", column.type().base())
            .put("colNominalType", column.type().nominal())
            .put("colMaxLen", maxLength)
            .put("colDefault", column.defaultExpression());
    json.set("colEnum", Json.list(column.enumValues(), Json::text));
    return json;
  }
}

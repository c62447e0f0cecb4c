package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.catalog.Catalog.RelationshipKey;
import dev.pgext.catalog.Catalog.RepresentationKey;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import dev.pgext.pg.QualifiedName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dump has the shape of PostgREST's. */
class CatalogJsonTest {
  private static final QualifiedName FILMS = new QualifiedName("api", "films");
  private static final QualifiedName ACTORS = new QualifiedName("api", "actors");
  private static final QualifiedName ROLES = new QualifiedName("api", "roles");

  @Test
  void aTableHasItsColumnsByName() throws IOException {
    DataType type =
        new DataType(23, 23, "integer", "integer", new QualifiedName("pg_catalog", "int4"));
    Column id = new Column("id", type, false, null, null, "1", List.of());
    Relation films =
        new Relation(
            FILMS, Relation.Kind.TABLE, null, true, true, true, List.of("id"), Map.of("id", id));
    assertThat(dump(catalog(Map.of(FILMS, films), List.of(), List.of())).get("dbTables"))
        .isEqualTo(
            json(
                """
                [[{"qiSchema": "api", "qiName": "films"},
                  {"tableSchema": "api", "tableName": "films", "tableDescription": null,
                   "tableIsView": false, "tableInsertable": true, "tableUpdatable": true,
                   "tableDeletable": true, "tablePKCols": ["id"],
                   "tableColumns": {"id": {
                     "colName": "id", "colDescription": null, "colNullable": false,
                     "colType": "integer", "colNominalType": "integer", "colMaxLen": null,
                     "colDefault": "1", "colEnum": []}}}]]
                """));
  }

  @Test
  void relationshipsAreTaggedWithTheirKind() throws IOException {
    Junction junction =
        new Junction(
            ROLES,
            "film",
            "actor",
            List.of(new ColumnPair("id", "film_id")),
            List.of(new ColumnPair("id", "actor_id")));
    List<Relationship> ways =
        List.of(
            new ForeignKey(FILMS, ACTORS, false, new Cardinality.ManyToMany(junction), false, true),
            new Computed(new QualifiedName("api", "stars"), FILMS, ACTORS, false, false));
    assertThat(dump(catalog(Map.of(), ways, List.of())).at("/dbRelationships/0"))
        .isEqualTo(
            json(
                """
                [[{"qiSchema": "api", "qiName": "films"}, "api"],
                 [{"tag": "Relationship",
                   "relTable": {"qiSchema": "api", "qiName": "films"},
                   "relForeignTable": {"qiSchema": "api", "qiName": "actors"},
                   "relIsSelf": false, "relTableIsView": false, "relFTableIsView": true,
                   "relCardinality": {"tag": "M2M", "contents": {
                     "junTable": {"qiSchema": "api", "qiName": "roles"},
                     "junConstraint1": "film", "junConstraint2": "actor",
                     "junColsSource": [["id", "film_id"]],
                     "junColsTarget": [["id", "actor_id"]]}}},
                  {"tag": "ComputedRelationship",
                   "relFunction": {"qiSchema": "api", "qiName": "stars"},
                   "relTable": {"qiSchema": "api", "qiName": "films"},
                   "relForeignTable": {"qiSchema": "api", "qiName": "actors"},
                   "relTableAlias": {"qiSchema": "", "qiName": ""},
                   "relToOne": false, "relIsSelf": false}]]
                """));
  }

  @Test
  void aRoutineSaysWhatItTakesAndReturns() throws IOException {
    Routine routine =
        new Routine(
            FILMS,
            "All of them",
            List.of(new Routine.Parameter("a", "character", "character varying", true, false)),
            new Routine.Result(true, true, ACTORS, List.of()),
            Routine.Volatility.STABLE,
            false,
            "repeatable read",
            List.of(new Routine.Setting("statement_timeout", "7s")));
    assertThat(dump(catalog(Map.of(), List.of(), List.of(routine))).at("/dbRoutines/0/1/0"))
        .isEqualTo(
            json(
                """
                {"pdSchema": "api", "pdName": "films", "pdDescription": "All of them",
                 "pdVolatility": "Stable", "pdHasVariadic": false, "pdIsoLvl": "RepeatableRead",
                 "pdParams": [{"ppName": "a", "ppType": "character",
                   "ppTypeMaxLength": "character varying", "ppReq": true, "ppVar": false}],
                 "pdReturnType": {"tag": "SetOf", "contents": {"tag": "Composite",
                   "contents": [{"qiSchema": "api", "qiName": "actors"}, false]}},
                 "pdFuncSettings": [["statement_timeout", "7s"]]}
                """));
  }

  @Test
  void handlersAndRepresentationsArePairs() throws IOException {
    JsonNode dump = dump(catalog(Map.of(), List.of(), List.of()));
    assertThat(dump.get("dbMediaHandlers"))
        .isEqualTo(
            json(
                """
                [[[{"tag": "RelAnyElement"}, {"tag": "MTAny"}],
                  [{"tag": "BuiltinOvAggJson"}, {"tag": "MTApplicationJSON"}]],
                 [[{"tag": "RelId", "contents": {"qiSchema": "api", "qiName": "films"}},
                   {"tag": "MTOther", "contents": "text/plot"}],
                  [{"tag": "CustomFunc", "contents": [
                     {"qiSchema": "api", "qiName": "plot"},
                     {"tag": "RelId", "contents": {"qiSchema": "api", "qiName": "films"}}]},
                   {"tag": "MTOther", "contents": "text/plot"}]]]
                """));
    assertThat(dump.get("dbRepresentations"))
        .isEqualTo(
            json(
                """
                [[["api.color", "json"],
                  {"drSourceType": "api.color", "drTargetType": "json",
                   "drFunction": "api.color_to_json"}]]
                """));
  }

  private static Catalog catalog(
      Map<QualifiedName, Relation> relations, List<Relationship> ways, List<Routine> routines) {
    MediaType plot = new MediaType.Other("text/plot");
    return new Catalog(
        relations,
        ways.isEmpty() ? Map.of() : Map.of(new RelationshipKey(FILMS, "api"), ways),
        routines.isEmpty() ? Map.of() : Map.of(FILMS, routines),
        Map.of(
            new RepresentationKey("api.color", "json"), new QualifiedName("api", "color_to_json")),
        Map.of(),
        new MediaHandlers(
            Map.of(
                new MediaHandlers.RelationKey(FILMS, plot),
                new MediaHandlers.Resolved(
                    new MediaHandler.Custom(new QualifiedName("api", "plot"), FILMS), plot)),
            Map.of(
                MediaType.Plain.ANY,
                new MediaHandlers.Resolved(
                    new MediaHandler.JsonArray(false), MediaType.Plain.JSON))),
        (left, operator) -> null,
        150000);
  }

  private static JsonNode dump(Catalog catalog) throws IOException {
    return new ObjectMapper().readTree(CatalogJson.bytes(catalog));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}

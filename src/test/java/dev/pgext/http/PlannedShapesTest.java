package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.DataType;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Plan;
import dev.pgext.plan.Planner;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestParser;
import dev.pgext.request.RequestShape;
import dev.pgext.sql.StatementRenderer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannedShapesTest {
  private final Config config = Config.of(Map.of("db-schemas", "api", "db-anon-role", "anon"));
  private final RequestParser parser = new RequestParser(config);
  private final Planner planner = new Planner(config, catalog());
  private final StatementRenderer renderer =
      new StatementRenderer(config, new RoleSettings(Map.of()), catalog());
  private final PlannedShapes shapes = new PlannedShapes(parser, planner, renderer);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=eq.{}",
        "select=id,name&id=eq.{}",
        "id=not.gte.{}&name=neq.{}&order=id.desc&limit=5",
        "name=eq.{}&name=lt.{}",
        "or=(id.eq.1,name.eq.x)&id=gt.{}",
        "select=name&%69d=eq.{}",
        "id=eq.{};name=eq.{}",
        "order=name&select=id",
      })
  void aShapeSeenTwiceServesOtherValuesAsIfTheyHadBeenWorkedOut(String template) {
    Random random = new Random(7);
    know(template, random);
    for (int round = 0; round < 200; round++) {
      RawRequest raw = get(filled(template, random));
      PlannedRequest known = find(raw);
      assertThat(known).as(raw.query()).isNotNull();
      PlannedRequest fresh = plan(raw);
      assertThat(known.queries()).isEqualTo(fresh.queries());
      assertThat(known.request().query().canonical())
          .isEqualTo(fresh.request().query().canonical());
      assertThat(known.request().headers()).isEqualTo(fresh.request().headers());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=eq.{}",
        "select=eq.{}",
        "id=in.({})",
        "and=(id.eq.{})",
        "name=like.*{}*",
        "name=eq.%41{}",
      })
  void whatIsNoPlainValueBelongsToTheShape(String template) {
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      learn(get(template.replace("{}", "1")));
    }
    assertThat(find(get(filled(template.replace("{}", "2"), random)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"is.null", "not.is.null", "like.a", "fts.a", "isdistinct.5", "match.a"})
  void aFilterOfACallIsNotOfTheShapeOfAnArgument(String filter) {
    assertThat(call("a=" + filter).key()).isNotEqualTo(call("a=5").key());
    assertThat(call("a=1.5").key()).isEqualTo(call("a=b").key());
  }

  @Test
  void theFirstRequestOfAShapeIsNotRemembered() {
    learn(get("id=eq.1"));
    assertThat(find(get("id=eq.1"))).isNull();
  }

  @Test
  void headersThatAreReadTellShapesApart() {
    know("id=eq.{}", new Random(7));
    RawRequest counted =
        new RawRequest(
            "GET", "/items", "id=eq.2", List.of(new Header("prefer", "count=exact")), new byte[0]);
    assertThat(find(counted)).isNull();
  }

  @Test
  void whoAsksIsNeverRemembered() {
    know("id=eq.{}", new Random(7));
    RawRequest other =
        new RawRequest(
            "GET",
            "/items",
            "id=eq.2",
            List.of(new Header("X-User", "b"), new Header("Cookie", "c=d")),
            new byte[0]);
    PlannedRequest known = find(other);
    assertThat(known).isNotNull();
    assertThat(known.request().headers()).isEqualTo(Map.of("x-user", "b"));
    assertThat(known.request().cookies()).isEqualTo(Map.of("c", "d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | ''                  | {'name': '{}'}",
        "POST   | ''                  | [{'id': 1, 'name': '{}'}, {'name': 'x', 'id': 2}]",
        "POST   | columns=name        | [{'name': '{}'}, {'other': 1}]",
        "POST   | select=id           | [{ }, { }]",
        "PATCH  | id=eq.{}            | {'name': '{}', 'id': 5}",
        "PATCH  | id=eq.{}&name=lt.{} |  [{'name': '{}'}]",
        "PUT    | id=eq.{}            | {'id': 1, 'name': '{}'}",
        "DELETE | id=eq.{}&name=gt.{} | ''",
      })
  void aWriteOfAKnownShapeIsServedAsIfItHadBeenWorkedOut(String method, String url, String body) {
    Random random = new Random(7);
    for (int round = 0; round < 2; round++) {
      learn(write(method, filled(url, random), filled(quoted(body), random)));
    }
    for (int round = 0; round < 50; round++) {
      RawRequest raw = write(method, filled(url, random), filled(quoted(body), random));
      PlannedRequest known = find(raw);
      assertThat(known).as(raw.query()).isNotNull();
      PlannedRequest fresh = plan(raw);
      assertThat(known.queries()).usingRecursiveComparison().isEqualTo(fresh.queries());
      assertThat(known.request())
          .usingRecursiveComparison()
          .ignoringFields("query")
          .isEqualTo(fresh.request());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id': 1, 'name': 'b'}",
        "{'id': 1}",
        "[{'name': 'b'}]",
        "[]",
        "5",
        "{}",
        "{'1:a': 1, 'name': 2}",
      })
  void aBodyWithOtherKeysIsOfAnotherShape(String body) {
    for (int round = 0; round < 3; round++) {
      learn(write("POST", "", quoted("{'name': 'a'}")));
    }
    assertThat(find(write("POST", "", quoted("{'name': 'c'}")))).isNotNull();
    assertThat(find(write("POST", "", quoted(body)))).isNull();
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedForAKnownShapeToo() {
    for (int round = 0; round < 3; round++) {
      learn(write("POST", "", quoted("{'name': 'a'}")));
    }
    assertThatThrownBy(() -> find(write("POST", "", "{"))).hasMessage("Empty or invalid json");
  }

  @Test
  void bodiesAreNotKept() {
    byte[] large = new byte[100_000];
    Arrays.fill(large, (byte) ' ');
    String body = quoted("{'name': 'a'}") + new String(large, StandardCharsets.UTF_8);
    for (int round = 0; round < 3; round++) {
      learn(write("POST", "", body));
    }
    PlannedRequest known = find(write("POST", "", quoted("{'name': 'c'}")));
    assertThat(known).isNotNull();
    Plan.Mutate plan = (Plan.Mutate) known.plan();
    assertThat(((Mutation.Insert) plan.mutation()).body().payload().bytes().length).isLessThan(100);
  }

  private static RequestShape call(String query) {
    RequestShape shape =
        RequestShape.of(new RawRequest("GET", "/rpc/f", query, List.of(), new byte[0]));
    assertThat(shape).isNotNull();
    return shape;
  }

  private void know(String template, Random random) {
    for (int round = 0; round < 2; round++) {
      learn(get(filled(template, random)));
    }
  }

  private void learn(RawRequest raw) {
    try {
      shapes.learn(RequestShape.of(raw), raw, plan(raw));
    } catch (ApiException refused) {
      assertThat(find(raw)).isNull();
    }
  }

  private PlannedRequest find(RawRequest raw) {
    return shapes.find(RequestShape.of(raw), raw);
  }

  private PlannedRequest plan(RawRequest raw) {
    ApiRequest request = parser.parse(raw);
    Plan.Rows plan = (Plan.Rows) planner.plan(request);
    return new PlannedRequest(request, plan, renderer.queries(plan, request));
  }

  private static RawRequest write(String method, String query, String body) {
    return new RawRequest(
        method, "/items", query, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON without the quotes that a Java string would need to escape. */
  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static String filled(String template, Random random) {
    StringBuilder query = new StringBuilder(template);
    for (int gap = query.indexOf("{}"); gap >= 0; gap = query.indexOf("{}")) {
      query.replace(gap, gap + 2, value(random));
    }
    return query.toString();
  }

  private static String value(Random random) {
    List<String> odd =
        List.of("null", "true", "0", "-1", "1.5", "eq.1", "not.eq.2", "a~b_c", "pgextStandIn0x");
    return random.nextInt(3) == 0
        ? odd.get(random.nextInt(odd.size()))
        : Integer.toString(random.nextInt(), 36);
  }

  private static RawRequest get(String query) {
    return new RawRequest("GET", "/items", query, List.of(new Header("X-User", "a")), new byte[0]);
  }

  private static Catalog catalog() {
    DataType integer =
        new DataType(23, 23, "integer", "integer", new QualifiedName("pg_catalog", "int4"));
    DataType text = new DataType(25, 25, "text", "text", new QualifiedName("pg_catalog", "text"));
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("id", new Column("id", integer, false, null, null, null, new ArrayList<>()));
    columns.put("name", new Column("name", text, false, null, null, null, new ArrayList<>()));
    QualifiedName items = new QualifiedName("api", "items");
    Relation relation =
        new Relation(items, Relation.Kind.TABLE, null, true, true, true, List.of("id"), columns);
    MediaHandlers.Resolved json =
        new MediaHandlers.Resolved(new MediaHandler.JsonArray(false), MediaType.Plain.JSON);
    MediaHandlers handlers =
        new MediaHandlers(Map.of(), Map.of(MediaType.Plain.JSON, json, MediaType.Plain.ANY, json));
    return new Catalog(
        Map.of(items, relation),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        handlers,
        (left, operator) -> integer.baseName(),
        150000);
  }
}

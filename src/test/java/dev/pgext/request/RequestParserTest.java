package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.catalog.MediaType;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Action.CallMethod;
import dev.pgext.request.Action.CallRoutine;
import dev.pgext.request.Action.MutateRelation;
import dev.pgext.request.Action.MutationKind;
import dev.pgext.request.Action.ReadRelation;
import dev.pgext.request.Action.ReadSchema;
import dev.pgext.request.Action.RelationInfo;
import dev.pgext.request.Action.RoutineInfo;
import dev.pgext.request.Action.SchemaInfo;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
  private static final QualifiedName ITEMS = new QualifiedName("public", "items");

  @Test
  void findsTheActionOfAMethodOnATable() {
    assertThat(action("GET", "/items")).isEqualTo(new ReadRelation(ITEMS, false));
    assertThat(action("HEAD", "/items")).isEqualTo(new ReadRelation(ITEMS, true));
    assertThat(action("POST", "/items")).isEqualTo(mutation(MutationKind.INSERT));
    assertThat(action("PATCH", "/items")).isEqualTo(mutation(MutationKind.UPDATE));
    assertThat(action("PUT", "/items")).isEqualTo(mutation(MutationKind.SINGLE_UPSERT));
    assertThat(action("DELETE", "/items")).isEqualTo(mutation(MutationKind.DELETE));
    assertThat(action("OPTIONS", "/items")).isEqualTo(new RelationInfo(ITEMS));
  }

  @Test
  void findsTheActionOfAMethodOnAFunction() {
    assertThat(action("GET", "/rpc/items")).isEqualTo(new CallRoutine(ITEMS, CallMethod.GET));
    assertThat(action("HEAD", "/rpc/items")).isEqualTo(new CallRoutine(ITEMS, CallMethod.HEAD));
    assertThat(action("POST", "/rpc/items")).isEqualTo(new CallRoutine(ITEMS, CallMethod.POST));
    assertThat(action("OPTIONS", "/rpc/items")).isEqualTo(new RoutineInfo(ITEMS));
    assertThatThrownBy(() -> action("PUT", "/rpc/items"))
        .hasMessage("Cannot use the PUT method on RPC");
  }

  @Test
  void findsTheActionOfAMethodOnTheRoot() {
    assertThat(action("GET", "/")).isEqualTo(new ReadSchema("public", false));
    assertThat(action("HEAD", "")).isEqualTo(new ReadSchema("public", true));
    assertThat(action("OPTIONS", "/")).isEqualTo(new SchemaInfo());
    assertThatThrownBy(() -> action("POST", "/")).hasMessage("Unsupported HTTP method: POST");
  }

  @Test
  void callsTheRootFunctionWhereThereIsOne() {
    ApiRequest request =
        Requests.parser(Map.of("db-root-spec", "other.items"))
            .parse(Requests.request("GET", "/", ""));
    assertThat(request.action()).isEqualTo(new CallRoutine(ITEMS, CallMethod.GET));
  }

  @Test
  void hidesTheRootOnDemand() {
    RequestParser parser = Requests.parser(Map.of("openapi-mode", "disabled"));
    assertThatThrownBy(() -> parser.parse(Requests.request("GET", "/", "")))
        .hasMessage("Root endpoint metadata is disabled");
  }

  @ParameterizedTest
  @CsvSource({"/a%20b,a b", "/a%2Fb,a/b", "/%E2%82%AC,€", "/%zz,%zz", "/a+b,a+b", "/a;b,a;b"})
  void decodesNamesInPaths(String path, String name) {
    assertThat(action("GET", path))
        .isEqualTo(new ReadRelation(new QualifiedName("public", name), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/items/", "/a/b", "/rpc/a/b", "//", "/rpc/a/"})
  void refusesOtherPaths(String path) {
    assertThatThrownBy(() -> action("GET", path))
        .hasMessage("Invalid path specified in request URL");
  }

  @Test
  void choosesTheSchemaByTheHeaderThatTheMethodAsksFor() {
    RequestParser parser = Requests.parser(Map.of("db-schemas", "v1,v2"));
    String[] headers = {"accept-profile", "v2", "content-profile", "v1"};
    assertThat(parser.parse(Requests.request("GET", "/t", "", headers)).schema()).isEqualTo("v2");
    assertThat(parser.parse(Requests.request("POST", "/t", "{}", headers)).schema())
        .isEqualTo("v1");
    assertThatThrownBy(
            () -> parser.parse(Requests.request("GET", "/t", "", "Accept-Profile", "v3")))
        .hasMessage("Invalid schema: v3");
  }

  @Test
  void answersTheProfileWhereThereIsAChoice() {
    assertThat(Requests.get("/t").profileNegotiated()).isFalse();
    assertThat(Requests.get("/t", "Accept-Profile", "public").profileNegotiated()).isTrue();
    assertThat(
            Requests.parser(Map.of("db-schemas", "v1,v2"))
                .parse(Requests.request("GET", "/t", ""))
                .profileNegotiated())
        .isTrue();
  }

  @Test
  void keepsHeadersInLowerCaseWithoutCookies() {
    ApiRequest request =
        Requests.get("/t", "X-Custom", "1", "COOKIE", "a=1; b=x=y;c; a=\"2\"", "x-custom", "2");
    assertThat(request.headers()).isEqualTo(Map.of("x-custom", "2"));
    assertThat(request.cookies()).isEqualTo(Map.of("a", "2", "b", "x=y", "c", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "b=eq.1&a=eq.1 | a=eq.1&b=eq.1",
        "a=1&c=3&b=2&d | a=1&b=2&c=3&d=",
        "a=2&b=x&a=1 | a=2,1&b=x",
        "a=x+y%2Bz | a=x%20y%2Bz",
        "a=(1,*~_.-) | a=%281%2C%2A~_.-%29",
        "a=%C3%A9 | a=%C3%83%C2%A9",
        "a=1;b=2 | a=1&b=2"
      })
  void writesTheCanonicalQueryForContentLocation(String query, String canonical) {
    assertThat(Requests.get("/rpc/f?" + query).query().canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%ff", "%C3=1", "a=%ED%A0%80"})
  void refusesParametersThatAreNotUtf8(String query) {
    assertThatThrownBy(() -> Requests.get("/t?" + query))
        .hasMessage("The query string has bytes that are not valid UTF-8 text");
  }

  @Test
  void readsColumnsAndConflictTargets() {
    QueryParameters query = Requests.get("/t?columns=b,a,b&on_conflict=b, a").query();
    assertThat(query.columns()).containsExactly("a", "b");
    assertThat(query.onConflict()).containsExactly("b", "a");
  }

  @Test
  void readsMediaTypes() {
    ApiRequest request = Requests.post("/t", "{}", "Content-Type", "APPLICATION/json;charset=x");
    assertThat(request.contentType()).isEqualTo(MediaType.Plain.JSON);
    assertThat(request.accept()).containsExactly(MediaType.Plain.ANY);
  }

  private static MutateRelation mutation(MutationKind kind) {
    return new MutateRelation(ITEMS, kind);
  }

  private static Action action(String method, String path) {
    return Requests.parse(Requests.request(method, path, "{}")).action();
  }
}

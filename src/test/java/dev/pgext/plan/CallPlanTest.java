package dev.pgext.plan;

import static dev.pgext.plan.Fixture.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.error.ApiError;
import dev.pgext.plan.RoutineCall.Argument;
import dev.pgext.plan.RoutineCall.Arguments;
import dev.pgext.request.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallPlanTest {
  private static final Fixture JSON = fixture().header("Content-Type", "application/json");
  private static final Fixture TEXT = fixture().header("Content-Type", "text/plain");
  private static final Fixture FORM =
      fixture().header("Content-Type", "application/x-www-form-urlencoded");

  private static Plan.Call call(Fixture fixture, String method, String target) {
    return (Plan.Call) fixture.plan(method, target);
  }

  private static List<String> direct(Fixture fixture, String method, String target) {
    Arguments arguments = call(fixture, method, target).call().arguments();
    return ((Arguments.Direct) arguments).arguments().stream().map(CallPlanTest::text).toList();
  }

  private static String text(Argument argument) {
    return argument.parameter().name() + "=" + String.join("+", argument.values());
  }

  @Test
  void argumentsOfTheUrlAreBoundInTheOrderOfTheParameters() {
    assertThat(direct(fixture(), "GET", "/rpc/add?b=2&a=1")).containsExactly("a=1", "b=2");
    assertThat(direct(fixture(), "GET", "/rpc/search?term=x")).containsExactly("term=x");
    assertThat(call(fixture(), "GET", "/rpc/now_text").call().arguments())
        .isEqualTo(new Arguments.None());
  }

  @Test
  void aVariadicParameterTakesAllItsTextsAndAnyOtherTheLast() {
    assertThat(direct(fixture(), "GET", "/rpc/sum_all?v=1&v=2")).containsExactly("v=1+2");
    assertThat(direct(fixture(), "GET", "/rpc/add?a=1&b=2&b=3")).containsExactly("a=1", "b=3");
    assertThat(direct(FORM.body("a=1&b=2&b=3"), "POST", "/rpc/add")).containsExactly("a=1", "b=3");
  }

  @Test
  void aJsonBodyIsTakenByItsKeys() {
    Plan.Call call = call(JSON.body("{\"b\":1,\"a\":2}"), "POST", "/rpc/add");
    Arguments.FromJson arguments = (Arguments.FromJson) call.call().arguments();

    assertThat(arguments.parameters()).extracting("name").containsExactly("a", "b");
    assertThat(arguments.payload()).isInstanceOf(Payload.Json.class);
  }

  @Test
  void theWholeBodyIsTheSingleUnnamedArgumentOfItsType() {
    Arguments json = call(JSON.body("{\"x\":1}"), "POST", "/rpc/echo").call().arguments();
    Arguments text = call(TEXT.body("hi"), "POST", "/rpc/shout").call().arguments();

    assertThat(json).isInstanceOf(Arguments.WholeBody.class);
    assertThat(text).isInstanceOf(Arguments.WholeBody.class);
    assertThat(JSON.body("{}").fault("POST", "/rpc/shout").code()).isEqualTo("PGRST202");
    assertThat(fixture().fault("GET", "/rpc/echo").code()).isEqualTo("PGRST202");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /rpc/create_project, true",
    "HEAD, /rpc/create_project, true",
    "POST, /rpc/create_project, false",
    "POST, /rpc/now_text, true"
  })
  void onlyAPostedVolatileFunctionMayWrite(String method, String target, boolean readOnly) {
    Fixture fixture = method.equals("POST") ? JSON.body("{}") : fixture();

    assertThat(call(fixture, method, target).readOnly()).isEqualTo(readOnly);
  }

  @Test
  void aHeadCallHasNoBody() {
    assertThat(call(fixture(), "HEAD", "/rpc/now_text").output().handler())
        .isInstanceOf(MediaHandler.None.class);
  }

  @Test
  void theResultOfARelationsTypeIsReadLikeTheRelation() {
    Plan.Call call =
        call(
            fixture().with("db-max-rows", "5"),
            "GET",
            "/rpc/search?term=a&select=id,clients(name)&id=gt.1&name=eq.x&order=label");

    assertThat(PlanText.of(call.tree()))
        .isEqualTo(
            "result projects{id, clients: object projects_clients_1 <- clients clients_1{name} on"
                + " clients_1.id=projects.client_id limit 5} where id Quantified and name Quantified"
                + " order label limit 5");
    assertThat(call.call().columns()).containsExactly("client_id", "id", "name");
  }

  @ParameterizedTest
  @CsvSource({"/rpc/many", "'/rpc/many?select=*,clients(name)'", "/rpc/many?select=&id=eq.1"})
  void everythingIsReturnedWhereTheReadNeedsIt(String target) {
    assertThat(call(JSON.body("{}"), "POST", target).call().columns()).isEmpty();
  }

  @Test
  void columnsOfAResultTableHaveTheirTypes() {
    ReadNode tree = call(fixture(), "GET", "/rpc/report?select=total,tags->a&total=gt.1").tree();

    assertThat(PlanText.of(tree)).startsWith("result record{total, a:tags->a} where total");
    assertThat(tree.select().getFirst().column().type()).isEqualTo(CatalogBuilder.type("bigint"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET | /rpc/add | test.add without parameters | Searched for the function test.add without parameters, but
          GET | /rpc/add?a=1 | test.add(a) | Searched for the function test.add with parameter a, but
          GET | /rpc/add?c=1&a=1&b=2 | test.add(a, b, c) | Searched for the function test.add with parameters a, b, c, but
          POST | /rpc/add | test.add without parameters | Searched for the function test.add without parameters or with a single unnamed json/jsonb parameter, but
          """)
  void aCallThatFitsNoFunctionSaysWhatWasSearched(
      String method, String target, String signature, String details) {
    ApiError fault = JSON.body(method.equals("POST") ? "{}" : "").fault(method, target);

    assertThat(fault.message())
        .isEqualTo("Could not find the function " + signature + " in the schema cache");
    assertThat(String.valueOf(fault.details())).contains(details);
  }

  @Test
  void aTextBodyIsSearchedForAsOneUnnamedArgument() {
    ApiError fault = TEXT.body("x").fault("POST", "/rpc/add");

    assertThat(fault.message())
        .isEqualTo("Could not find the function test.add in the schema cache");
    assertThat(String.valueOf(fault.details()))
        .contains("the function test.add with a single unnamed text parameter, but");
    assertThat(fault.hint()).isNull();
  }

  @Test
  void severalFunctionsThatFitAreListed() {
    ApiError fault = fixture().fault("GET", "/rpc/twice?x=1");

    assertThat(fault.status()).isEqualTo(300);
    assertThat(fault.message())
        .isEqualTo(
            "Could not choose the best candidate function between: "
                + "test.twice(x => integer), test.twice(x => text)");
  }

  @Test
  void rowsOfAFunctionWithoutASetCannotBeCountedAgainstAMaximum() {
    Fixture strict = JSON.body("{}").header("Prefer", "handling=strict, max-affected=1");

    assertThat(strict.fault("POST", "/rpc/create_project").code()).isEqualTo("PGRST128");
    assertThat(call(strict, "POST", "/rpc/many").routine().name())
        .isEqualTo(CatalogBuilder.name("many"));
  }

  @Test
  void optionsOfAFunctionFindIt() {
    Plan.Options options = (Plan.Options) fixture().plan("OPTIONS", "/rpc/now_text");

    assertThat(((Plan.OptionsTarget.OfRoutine) options.target()).routine().name())
        .isEqualTo(CatalogBuilder.name("now_text"));
  }
}

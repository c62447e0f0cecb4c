package dev.pgext.plan;

import static dev.pgext.plan.Fixture.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.plan.Mutation.OnConflict;
import dev.pgext.request.Preferences.Resolution;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MutationPlanTest {
  private static final Fixture JSON = fixture().header("Content-Type", "application/json");

  private static Plan.Mutate mutate(Fixture fixture, String method, String target) {
    return (Plan.Mutate) fixture.plan(method, target);
  }

  @Test
  void anInsertTakesTheBodysColumnsInOrderOfTheirNames() {
    Mutation.Insert insert =
        (Mutation.Insert)
            mutate(JSON.body("[{\"name\":\"a\",\"id\":1}]"), "POST", "/projects").mutation();

    assertThat(insert.body().columns())
        .extracting(column -> column.column().name() + " " + column.type())
        .containsExactly("id integer", "name text");
    assertThat(insert.body().applyDefaults()).isFalse();
    assertThat(insert.onConflict()).isNull();
    assertThat(insert.returning()).isEmpty();
  }

  @Test
  void aRepresentationReadsTheBodysValueAsJson() {
    Mutation.Insert insert =
        (Mutation.Insert) mutate(JSON.body("{\"color\":\"#fff\"}"), "POST", "/todos").mutation();
    BodyColumn color = insert.body().columns().getFirst();

    assertThat(color.type()).isEqualTo("json");
    assertThat(PlanText.ref(color.column())).isEqualTo("color_from_json(color)");
  }

  @Test
  void missingDefaultsComeFromTheColumn() {
    Fixture fixture = JSON.header("Prefer", "missing=default").body("{\"id\":1}");
    Mutation.Insert insert = (Mutation.Insert) mutate(fixture, "POST", "/projects").mutation();

    assertThat(insert.body().applyDefaults()).isTrue();
    assertThat(insert.body().columns().getFirst().defaultExpression())
        .isEqualTo("nextval('projects_id_seq')");
  }

  @ParameterizedTest
  @CsvSource({
    "resolution=merge-duplicates, /projects, MERGE_DUPLICATES, id",
    "resolution=ignore-duplicates, /projects?on_conflict=name, IGNORE_DUPLICATES, name"
  })
  void aResolutionMeansOnConflictOfTheKeyOrOfTheGivenColumns(
      String prefer, String target, Resolution resolution, String column) {
    Fixture fixture = JSON.header("Prefer", prefer).body("{\"id\":1}");

    assertThat(((Mutation.Insert) mutate(fixture, "POST", target).mutation()).onConflict())
        .isEqualTo(new OnConflict(resolution, List.of(column)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /projects?id=eq.1 | *
          /projects?id=eq.1&select=name | id, name
          /projects?id=eq.1&select=name,clients(name) | client_id, id, name
          /projects?id=eq.1&select=clients(name) | client_id, id
          /projects?id=eq.1&select=name,tasks(name) | id, name
          /projects?id=eq.1&select=name,computed_client(name) | *
          /projects?id=eq.1&select=name&order=label | id, name
          """)
  void whatIsReturnedIsWhatTheReadNeeds(String target, String returning) {
    Fixture fixture = JSON.header("Prefer", "return=representation");

    assertThat(mutate(fixture, "DELETE", target).mutation().returning())
        .containsExactly(returning.split(", "));
  }

  @Test
  void theReadIsOverTheReturnedRowsWithoutTheFiltersOfTheRoot() {
    Fixture fixture =
        JSON.header("Prefer", "return=representation").with("db-max-rows", "1").body("{}");
    Plan.Mutate plan =
        mutate(
            fixture,
            "PATCH",
            "/projects?id=eq.1&select=id,clients(id)&clients.name=eq.x&limit=1&order=id");

    assertThat(PlanText.of(plan.tree()))
        .isEqualTo(
            "result projects{id, clients: object projects_clients_1 <- clients clients_1{id} where"
                + " name Quantified on clients_1.id=projects.client_id} order id");
    assertThat(((Mutation.Update) plan.mutation()).where())
        .extracting(PlanText::condition)
        .containsExactly("id Quantified");
  }

  @Test
  void filtersAndLogicOfTheRootChooseTheRows() {
    Plan.Mutate plan = mutate(JSON, "DELETE", "/todos?or=(id.eq.1,id.eq.2)&color=eq.red");

    assertThat(((Mutation.Delete) plan.mutation()).where())
        .extracting(PlanText::condition)
        .containsExactly("color_from_text(color) Quantified", "(id Quantified or id Quantified)");
  }

  @Test
  void theLogicOfAnEmbedChoosesTheRowsToo() {
    Plan.Mutate plan =
        mutate(
            JSON.header("Prefer", "return=representation"),
            "DELETE",
            "/projects?id=eq.1&select=id,clients(id)&clients.or=(name.eq.x,name.eq.y)");

    String condition = "(name Quantified or name Quantified)";
    assertThat(((Mutation.Delete) plan.mutation()).where())
        .extracting(PlanText::condition)
        .containsExactly("id Quantified", condition);
    assertThat(PlanText.of(plan.tree())).contains("clients_1{id} where " + condition);
  }

  @Test
  void onlyARepresentationHasABody() {
    assertThat(mutate(JSON, "DELETE", "/projects").output().handler())
        .isInstanceOf(MediaHandler.None.class);
    assertThat(
            mutate(JSON.header("Prefer", "return=headers-only"), "DELETE", "/projects")
                .output()
                .handler())
        .isInstanceOf(MediaHandler.None.class);
    assertThat(
            mutate(JSON.header("Prefer", "return=representation"), "DELETE", "/projects")
                .output()
                .handler())
        .isInstanceOf(MediaHandler.JsonArray.class);
  }

  @Test
  void putNamesItsWholeKeyByEquality() {
    Plan.Mutate plan = mutate(JSON.body("{\"id\":1,\"name\":\"a\"}"), "PUT", "/projects?id=eq.1");
    Mutation.Upsert upsert = (Mutation.Upsert) plan.mutation();

    assertThat(upsert.primaryKey()).containsExactly("id");
    assertThat(upsert.where()).extracting(PlanText::condition).containsExactly("id Quantified");
  }

  @ParameterizedTest
  @CsvSource({
    "/projects",
    "/projects?id=gt.1",
    "/projects?id=not.eq.1",
    "/projects?id=eq(any).1",
    "/projects?id=eq.1&name=eq.a",
    "'/projects?id=eq.1&or=(id.eq.1,id.eq.2)'",
    "/logs?line=eq.a"
  })
  void putWithOtherFiltersIsRefused(String target) {
    assertThat(JSON.body("{\"id\":1,\"name\":\"a\"}").fault("PUT", target).code())
        .isEqualTo("PGRST105");
  }

  @Test
  void anUnknownColumnOfTheBodyIsRefused() {
    assertThat(JSON.body("{\"nope\":1}").fault("POST", "/projects").message())
        .isEqualTo("Could not find the 'nope' column of 'projects' in the schema cache");
  }
}

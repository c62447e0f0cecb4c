package dev.pgext.plan;

import static dev.pgext.plan.Fixture.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.error.ApiError;
import org.junit.jupiter.api.Test;

final class ContentNegotiationTest {

  private static Plan.Output output(String accept, String target) {
    return ((Plan.Rows) fixture().header("Accept", accept).plan("GET", target)).output();
  }

  @Test
  void theFirstAcceptableTypeIsTaken() {
    assertThat(output("image/x, text/csv, application/json", "/projects").mediaType())
        .isEqualTo(Plain.CSV);
    assertThat(output("*/*", "/projects").mediaType()).isEqualTo(Plain.JSON);
  }

  @Test
  void aRelationsOwnHandlerNeedsWholeRows() {
    assertThat(output("text/log", "/logs").handler()).isInstanceOf(MediaHandler.Custom.class);
    assertThat(fixture().header("Accept", "text/log").fault("GET", "/logs?select=line").code())
        .isEqualTo("PGRST107");
  }

  @Test
  void vendorTypesHaveTheirOwnHandlers() {
    assertThat(output("application/vnd.pgrst.object+json", "/projects").handler())
        .isEqualTo(new MediaHandler.JsonObject(false));
    assertThat(output("application/vnd.pgrst.object+json;nulls=stripped", "/projects").handler())
        .isEqualTo(new MediaHandler.JsonObject(true));
    assertThat(output("application/vnd.pgrst.array+json;nulls=stripped", "/projects").handler())
        .isEqualTo(new MediaHandler.JsonArray(true));
  }

  @Test
  void anExecutionPlanIsShownOnlyWhereThatIsEnabled() {
    Fixture asking = fixture().header("Accept", "application/vnd.pgrst.plan+json");

    assertThat(asking.fault("GET", "/projects").code()).isEqualTo("PGRST107");
    Plan.Rows plan = (Plan.Rows) asking.with("db-plan-enabled", "true").plan("GET", "/projects");
    assertThat(plan.output().executionPlan()).isNotNull();
    assertThat(plan.output().handler()).isEqualTo(new MediaHandler.JsonArray(false));
  }

  @Test
  void anUnacceptableTypeIsNamed() {
    ApiError fault = fixture().header("Accept", "image/x").fault("GET", "/projects");

    assertThat(fault.message()).isEqualTo("None of these media types are available: image/x");
  }

  @Test
  void aHeadHasATypeButNoBody() {
    Plan.Read plan = (Plan.Read) fixture().plan("HEAD", "/projects");

    assertThat(plan.headersOnly()).isTrue();
    assertThat(plan.output()).isEqualTo(new Plan.Output(new MediaHandler.None(), Plain.JSON));
  }

  @Test
  void theRootIsDescribedInJsonOnly() {
    assertThat(fixture().plan("GET", "/")).isEqualTo(new Plan.Inspect("test", false));
    assertThat(fixture().header("Accept", "text/csv").fault("GET", "/").code())
        .isEqualTo("PGRST107");
  }

  @Test
  void optionsAreAnsweredFromTheCatalog() {
    assertThat(fixture().plan("OPTIONS", "/"))
        .isEqualTo(new Plan.Options(new Plan.OptionsTarget.OfSchema()));
    assertThat(fixture().plan("OPTIONS", "/projects")).isInstanceOf(Plan.Options.class);
    assertThat(fixture().fault("OPTIONS", "/nope").code()).isEqualTo("PGRST205");
  }
}

package dev.pgext.catalog;

import static dev.pgext.catalog.MediaTypeParser.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.MediaType.ExecutionPlan;
import dev.pgext.catalog.MediaType.Other;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.MediaType.PlanFormat;
import dev.pgext.catalog.MediaType.PlanOption;
import dev.pgext.catalog.MediaType.SingularObject;
import dev.pgext.catalog.MediaType.StrippedArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeParserTest {

  @ParameterizedTest
  @EnumSource
  void knowsTypesByTheirNameInAnyCaseAndWithAnyParameters(Plain type) {
    assertThat(parse(type.mime())).isEqualTo(type);
    assertThat(parse(type.mime().toUpperCase(java.util.Locale.ROOT) + "; charset=utf-8"))
        .isEqualTo(type);
    assertThat(parse(type.mime() + " and more")).isEqualTo(type);
  }

  @Test
  void readsVendorTypes() {
    assertThat(parse("application/vnd.pgrst.object+json;nulls=stripped"))
        .isEqualTo(new SingularObject(true));
    assertThat(parse("ApplicatIon/vnd.PgRsT.object")).isEqualTo(new SingularObject(false));
    assertThat(parse("application/vnd.pgrst.array+json ; Nulls = \"stripped\""))
        .isEqualTo(new StrippedArray());
    assertThat(parse("application/vnd.pgrst.array;nulls=Stripped")).isEqualTo(Plain.JSON);
  }

  @Test
  void readsExecutionPlans() {
    assertThat(parse("application/vnd.pgrst.plan;"))
        .isEqualTo(new ExecutionPlan(Plain.JSON, PlanFormat.TEXT, List.of()));
    assertThat(parse("application/vnd.pgrst.plan+json;for=\"text/csv\""))
        .isEqualTo(new ExecutionPlan(Plain.CSV, PlanFormat.JSON, List.of()));
    assertThat(parse("application/vnd.pgrst.plan+text; for=\"text/xml\"; options=wal|analyze|odd;"))
        .isEqualTo(
            new ExecutionPlan(
                Plain.XML, PlanFormat.TEXT, List.of(PlanOption.ANALYZE, PlanOption.WAL)));
  }

  @Test
  void ignoresWhatFollowsAParameterThatCannotBeRead() {
    assertThat(parse("application/vnd.pgrst.object;a=/;nulls=stripped"))
        .isEqualTo(new SingularObject(false));
    assertThat(parse("application/vnd.pgrst.object;a=\"b;nulls=stripped"))
        .isEqualTo(new SingularObject(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "garbage", "application/", "/json", "a /b", "application/vnd.twkb;x=y"})
  void keepsOtherTypesAsTheyAre(String text) {
    assertThat(parse(text)).isEqualTo(new Other(text));
  }
}

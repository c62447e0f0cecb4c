package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.request.Field.Arrow;
import dev.pgext.request.Field.JsonOperand;
import dev.pgext.request.Field.JsonStep;
import dev.pgext.request.SelectItem.AggregateFunction;
import dev.pgext.request.SelectItem.EmbedItem;
import dev.pgext.request.SelectItem.FieldItem;
import dev.pgext.request.SelectItem.JoinType;
import dev.pgext.request.SelectItem.SpreadItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectGrammarTest {

  @Test
  void readsFieldsInTheirOrder() {
    assertThat(select("name,location")).containsExactly(column("name"), column("location"));
  }

  @Test
  void selectsEverythingByDefault() {
    assertThat(Requests.get("/t").query().select()).containsExactly(column("*"));
    assertThat(Requests.get("/t?select").query().select()).containsExactly(column("*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "|id", "*id*", "*!hint", "!"})
  void selectsNothingWhereNoItemBegins(String text) {
    assertThat(select(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "identifier | identifier",
        "identifier with spaces | identifier with spaces",
        "identifier-with-dashes | identifier-with-dashes",
        "123 | 123",
        "_ | _",
        "$ | $",
        "Ünï | Ünï",
        "\":,.()\" | :,.()",
        "\"a \\\"b\\\" \\\\\" | a \"b\" \\",
        "\"a%00b\" | a",
      })
  void readsNames(String text, String name) {
    assertThat(select(text)).containsExactly(column(name));
  }

  @Test
  void leavesOutBlanksAroundNamesButNotInQuotes() {
    assertThat(select(" a , \" b \"\t")).containsExactly(column("a"), column(" b "));
  }

  @Test
  void readsJsonPaths() {
    assertThat(path("a->b->>c")).containsExactly(step(Arrow.JSON, "b"), step(Arrow.TEXT, "c"));
    assertThat(path("a->!@$^*_a")).containsExactly(step(Arrow.JSON, "!@$^*_a"));
    assertThat(path("a->0->>-1"))
        .containsExactly(
            new JsonStep(Arrow.JSON, new JsonOperand.Index("0")),
            new JsonStep(Arrow.TEXT, new JsonOperand.Index("-1")));
    assertThat(path("a->0x->\"k.y\"->k-y"))
        .containsExactly(step(Arrow.JSON, "0x"), step(Arrow.JSON, "k.y"), step(Arrow.JSON, "k-y"));
  }

  @Test
  void readsAliasCastAndAggregateOfAField() {
    assertThat(select("al:f->x::int.sum()::text"))
        .containsExactly(
            new FieldItem(
                new Field("f", List.of(step(Arrow.JSON, "x"))),
                "al",
                "int",
                AggregateFunction.SUM,
                "text"));
    assertThat(select("f::double precision"))
        .containsExactly(new FieldItem(Field.of("f"), null, "double precision", null, null));
  }

  @ParameterizedTest
  @CsvSource({"sum,SUM", "avg,AVG", "max,MAX", "min,MIN", "count,COUNT"})
  void readsAggregates(String name, AggregateFunction function) {
    assertThat(select("a." + name + "()"))
        .containsExactly(new FieldItem(Field.of("a"), null, null, function, null));
  }

  @Test
  void countsRows() {
    assertThat(select("total:count()::text,count()"))
        .containsExactly(
            new FieldItem(Field.of("*"), "total", null, AggregateFunction.COUNT, "text"),
            new FieldItem(Field.of("*"), null, null, AggregateFunction.COUNT, null));
  }

  @Test
  void readsEmbeddedResources() {
    assertThat(select("al:rel!hint!inner(id,other(*)),empty()"))
        .containsExactly(
            new EmbedItem(
                "rel",
                "al",
                "hint",
                JoinType.INNER,
                List.of(
                    column("id"), new EmbedItem("other", null, null, null, List.of(column("*"))))),
            new EmbedItem("empty", null, null, null, List.of()));
    assertThat(select("rel!inner!hint(id)")).isEqualTo(select("rel!hint!inner(id)"));
    assertThat(select("rel!left(id)"))
        .containsExactly(new EmbedItem("rel", null, null, JoinType.LEFT, List.of(column("id"))));
  }

  @Test
  void readsSpreadResources() {
    assertThat(select("...rel!hint!left(id)"))
        .containsExactly(new SpreadItem("rel", "hint", JoinType.LEFT, List.of(column("id"))));
  }

  @Test
  void ignoresWhatFollowsAClosedList() {
    assertThat(select("a(b))c"))
        .containsExactly(new EmbedItem("a", null, null, null, List.of(column("b"))));
  }

  @Test
  void boundsHowDeepEmbedsNest() {
    assertThat(select("a(".repeat(50) + "b" + ")".repeat(50))).hasSize(1);
    assertThatThrownBy(() -> select("a(".repeat(51)))
        .hasMessage("The select parameter is nested too deeply");
    assertThatThrownBy(() -> select("a(".repeat(20_000)))
        .hasMessage("The select parameter is nested too deeply");
  }

  private static List<SelectItem> select(String text) {
    return Requests.get("/t?select=" + text).query().select();
  }

  private static List<JsonStep> path(String text) {
    return ((FieldItem) select(text).get(0)).field().path();
  }

  private static JsonStep step(Arrow arrow, String key) {
    return new JsonStep(arrow, new JsonOperand.Key(key));
  }

  private static FieldItem column(String name) {
    return new FieldItem(Field.of(name), null, null, null, null);
  }
}

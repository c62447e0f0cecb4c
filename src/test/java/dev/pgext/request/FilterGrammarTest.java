package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.request.Operation.FullText;
import dev.pgext.request.Operation.FullTextFunction;
import dev.pgext.request.Operation.In;
import dev.pgext.request.Operation.Is;
import dev.pgext.request.Operation.IsDistinct;
import dev.pgext.request.Operation.IsValue;
import dev.pgext.request.Operation.Quantified;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Operation.Quantifier;
import dev.pgext.request.Operation.Simple;
import dev.pgext.request.Operation.SimpleOperator;
import dev.pgext.request.QueryParameters.Targeted;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FilterGrammarTest {

  @ParameterizedTest
  @EnumSource
  void readsOperatorsWithoutModifiers(SimpleOperator operator) {
    assertThat(operation(name(operator) + ".a.b,c)")).isEqualTo(new Simple(operator, "a.b,c)"));
  }

  @ParameterizedTest
  @EnumSource
  void readsOperatorsWithModifiers(QuantifiedOperator operator) {
    String name = name(operator);
    assertThat(operation(name + ".x")).isEqualTo(new Quantified(operator, null, "x"));
    assertThat(operation(name + "(any).{x}"))
        .isEqualTo(new Quantified(operator, Quantifier.ANY, "{x}"));
    assertThat(operation(name + "(all).")).isEqualTo(new Quantified(operator, Quantifier.ALL, ""));
  }

  @ParameterizedTest
  @EnumSource
  void readsFullTextSearch(FullTextFunction function) {
    String name = name(function);
    assertThat(operation(name + ".x")).isEqualTo(new FullText(function, null, "x"));
    assertThat(operation(name + "(simple).x y")).isEqualTo(new FullText(function, "simple", "x y"));
  }

  @ParameterizedTest
  @CsvSource({
    "null,NULL",
    "NoT_nULL,NOT_NULL",
    "True,TRUE",
    "false,FALSE",
    "unknown,UNKNOWN",
    "nullable,NULL"
  })
  void readsNullChecksInAnyCase(String text, IsValue value) {
    assertThat(operation("is." + text)).isEqualTo(new Is(value));
  }

  @Test
  void readsLists() {
    assertThat(in("(1,2)")).containsExactly("1", "2");
    assertThat(in(" ( 1, 2 )")).containsExactly("1", " 2 ");
    assertThat(in("()")).containsExactly("");
    assertThat(in("(\"a,b)\",\"\",\"c\\\"\")")).containsExactly("a,b)", "", "c\"");
    assertThat(in("(\"a\"b,c)")).containsExactly("\"a\"b", "c");
    assertThat(in("(1)ignored")).containsExactly("1");
  }

  @Test
  void readsDistinctness() {
    assertThat(operation("isdistinct.x")).isEqualTo(new IsDistinct("x"));
  }

  @Test
  void negatesAnyOperator() {
    Filter filter = filter("id=not.is.null").value();
    assertThat(filter.negated()).isTrue();
    assertThat(filter.operation()).isEqualTo(new Is(IsValue.NULL));
  }

  @Test
  void namesTheEmbedAndTheField() {
    Targeted<Filter> filter = filter("a.\"b.c\".d->e=eq.1");
    assertThat(filter.path()).containsExactly("a", "b.c");
    assertThat(filter.value().field()).isEqualTo(field("d->e"));
    assertThat(filter("id=eq.1").root()).isTrue();
  }

  @Test
  void ignoresWhatFollowsTheField() {
    assertThat(filter("a%2Bb=eq.1").value().field()).isEqualTo(Field.of("a"));
  }

  @Test
  void keepsTheNamesOfAllFiltersAsWritten() {
    assertThat(
            Requests.get("/t?b.c=eq.1&a=eq.2&a=eq.3&order=a&limit=1&or=(x.eq.1)")
                .query()
                .filterFields())
        .containsExactly("a", "b.c");
  }

  @Test
  void takesWhatIsNoFilterAsAnArgumentOfAFunction() {
    QueryParameters query = Requests.get("/rpc/f?a=1&b=eq.2&c=eq&a=3&select=x").query();
    assertThat(query.arguments())
        .extracting(Object::toString)
        .containsExactly("a=1", "c=eq", "a=3");
    assertThat(query.filters()).hasSize(1);
  }

  private static Field field(String text) {
    SelectItem item = Requests.get("/t?select=" + text).query().select().get(0);
    return ((SelectItem.FieldItem) item).field();
  }

  private static List<String> in(String list) {
    return ((In) operation("in." + list)).values();
  }

  private static Operation operation(String value) {
    return filter("id=" + value).value().operation();
  }

  private static Targeted<Filter> filter(String parameter) {
    return Requests.get("/t?" + parameter).query().filters().get(0);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.request.LogicTree.Group;
import dev.pgext.request.LogicTree.Leaf;
import dev.pgext.request.LogicTree.LogicOperator;
import dev.pgext.request.Operation.IsValue;
import dev.pgext.request.Operation.Quantified;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Operation.Simple;
import dev.pgext.request.Operation.SimpleOperator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private final FilterParser parser = new FilterParser(Config.of(Map.of()).limits());

  private static LogicTree leaf(String column, boolean negated, Operation operation) {
    return new Leaf(new Filter(Field.of(column), negated, operation));
  }

  private static LogicTree equal(String column, String value) {
    return leaf(column, false, new Quantified(QuantifiedOperator.EQ, null, value));
  }

  private static LogicTree all(LogicTree... trees) {
    return new Group(false, LogicOperator.AND, List.of(trees));
  }

  @Test
  void filtersOfAQueryStringMustAllHold() {
    assertThat(parser.queryString("a=eq.1&b=not.neq.x%26y"))
        .isEqualTo(all(equal("a", "1"), leaf("b", true, new Simple(SimpleOperator.NEQ, "x&y"))));
  }

  @Test
  void treesMayBeGivenAsParameters() {
    assertThat(parser.queryString("not.or=(a.eq.1,and(b.is.null,c.in.(1,2)))"))
        .isEqualTo(
            all(
                new Group(
                    true,
                    LogicOperator.OR,
                    List.of(
                        equal("a", "1"),
                        all(
                            leaf("b", false, new Operation.Is(IsValue.NULL)),
                            leaf("c", false, new Operation.In(List.of("1", "2"))))))));
  }

  @Test
  void nothingIsNoCondition() {
    assertThat(parser.queryString("")).isEqualTo(all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=1", "a=foo.1", "=eq.1", "and=(a.eq.1", "a=is.7"})
  void whatIsNoFilterIsRefusedAsInARequest(String text) {
    assertThatThrownBy(() -> parser.queryString(text))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().code()).isEqualTo("PGRST100"));
  }
}

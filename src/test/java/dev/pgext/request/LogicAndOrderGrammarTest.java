package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.request.LogicTree.Group;
import dev.pgext.request.LogicTree.Leaf;
import dev.pgext.request.LogicTree.LogicOperator;
import dev.pgext.request.Operation.In;
import dev.pgext.request.Operation.Quantified;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.OrderTerm.Direction;
import dev.pgext.request.OrderTerm.FieldOrder;
import dev.pgext.request.OrderTerm.Nulls;
import dev.pgext.request.OrderTerm.RelationOrder;
import dev.pgext.request.QueryParameters.Targeted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicAndOrderGrammarTest {

  @Test
  void joinsFiltersByOr() {
    assertThat(logic("or=(a.eq.1,b.not.eq.2)").value())
        .isEqualTo(
            new Group(
                false, LogicOperator.OR, List.of(leaf("a", false, "1"), leaf("b", true, "2"))));
  }

  @Test
  void nestsGroups() {
    assertThat(logic("and=( a.eq.1 , not.or( b.eq.2 ) )").value())
        .isEqualTo(
            new Group(
                false,
                LogicOperator.AND,
                List.of(
                    leaf("a", false, "1 "),
                    new Group(true, LogicOperator.OR, List.of(leaf("b", false, "2 "))))));
  }

  @Test
  void namesTheEmbedBeforeTheOperator() {
    Targeted<LogicTree> tree = logic("x.y.not.and=(a.eq.1)");
    assertThat(tree.path()).containsExactly("x", "y");
    assertThat(((Group) tree.value()).negated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{1,2} | {1,2}",
        "\"a,b)\" | a,b)",
        "\"a\"b | \"a\"b",
        "{1 | {1",
        "\"{\\\"a,b\\\"}\" | {\"a,b\"}",
      })
  void endsValuesAtCommasUnlessTheyAreQuotedOrArrays(String text, String value) {
    Group group = (Group) logic("or=(a.eq." + text + ",b.eq.1)").value();
    assertThat(group.children().get(0)).isEqualTo(leaf("a", false, value));
  }

  @Test
  void readsListsInGroups() {
    Group group = (Group) logic("or=(a.in.(1,\"2\"),b.is.null)").value();
    assertThat(((Leaf) group.children().get(0)).filter().operation())
        .isEqualTo(new In(List.of("1", "2")));
  }

  @Test
  void boundsHowDeepGroupsNest() {
    assertThat(logic("or=(" + "and(".repeat(99) + "a.eq.1" + ")".repeat(100))).isNotNull();
    assertThatThrownBy(() -> logic("or=(" + "and(".repeat(20_000)))
        .hasMessage("The logic tree is nested too deeply");
  }

  @Test
  void readsOrders() {
    assertThat(order("order=a,b.desc,c.asc.nullsfirst, d->x.nullslast"))
        .containsExactly(
            new FieldOrder(Field.of("a"), null, null),
            new FieldOrder(Field.of("b"), Direction.DESC, null),
            new FieldOrder(Field.of("c"), Direction.ASC, Nulls.FIRST),
            new FieldOrder(
                new Field(
                    "d",
                    List.of(new Field.JsonStep(Field.Arrow.JSON, new Field.JsonOperand.Key("x")))),
                null,
                Nulls.LAST));
  }

  @Test
  void ordersByFieldsOfEmbeddedResources() {
    assertThat(order("order=rel(a),rel(b).desc.nullslast"))
        .containsExactly(
            new RelationOrder("rel", Field.of("a"), null, null),
            new RelationOrder("rel", Field.of("b"), Direction.DESC, Nulls.LAST));
  }

  @Test
  void ordersEmbedsByTheirPath() {
    assertThat(Requests.get("/t?x.y.order=a").query().order())
        .containsExactly(
            new Targeted<>(List.of("x", "y"), List.of(new FieldOrder(Field.of("a"), null, null))));
  }

  private static Leaf leaf(String field, boolean negated, String value) {
    return new Leaf(
        new Filter(Field.of(field), negated, new Quantified(QuantifiedOperator.EQ, null, value)));
  }

  private static List<OrderTerm> order(String query) {
    return Requests.get("/t?" + query).query().order().get(0).value();
  }

  private static Targeted<LogicTree> logic(String query) {
    return Requests.get("/t?" + query).query().logic().get(0);
  }
}

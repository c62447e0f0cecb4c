package dev.pgext.config.claim;

import dev.pgext.config.claim.JsonPath.And;
import dev.pgext.config.claim.JsonPath.Comparison;
import dev.pgext.config.claim.JsonPath.Condition;
import dev.pgext.config.claim.JsonPath.Exists;
import dev.pgext.config.claim.JsonPath.Extent;
import dev.pgext.config.claim.JsonPath.Group;
import dev.pgext.config.claim.JsonPath.Literal;
import dev.pgext.config.claim.JsonPath.Matches;
import dev.pgext.config.claim.JsonPath.Not;
import dev.pgext.config.claim.JsonPath.Operand;
import dev.pgext.config.claim.JsonPath.Operator;
import dev.pgext.config.claim.JsonPath.Or;
import dev.pgext.config.claim.JsonPath.ValueOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the conditions of filters. Confined to one parse. */
final class JsonPathConditionParser {

  private final Scanner in;
  private final JsonPathParser paths;

  JsonPathConditionParser(Scanner in, JsonPathParser paths) {
    this.in = in;
    this.paths = paths;
  }

  Condition condition() {
    List<Condition> alternatives = separated("||", this::conjunction);
    return alternatives.size() == 1 ? alternatives.get(0) : new Or(alternatives);
  }

  private Condition conjunction() {
    List<Condition> conditions = separated("&&", this::basic);
    return conditions.size() == 1 ? conditions.get(0) : new And(conditions);
  }

  private List<Condition> separated(String separator, Supplier<Condition> part) {
    List<Condition> parts = new ArrayList<>();
    int end;
    do {
      in.skipBlanks();
      parts.add(part.get());
      end = in.position();
      in.skipBlanks();
    } while (in.accept(separator));
    in.reset(end);
    return parts;
  }

  private Condition basic() {
    if (in.sees("!") && !in.sees("!=")) {
      in.expect("!");
      in.skipBlanks();
      return new Not(in.sees("(") ? group() : test());
    }
    if (in.sees("(")) {
      return group();
    }
    return function().orElseGet(this::comparisonOrTest);
  }

  private Condition group() {
    in.expect("(");
    Condition inner = condition();
    in.skipBlanks();
    in.expect(")");
    return new Group(inner);
  }

  private Condition test() {
    return function().orElseGet(() -> new Exists(paths.query()));
  }

  private Optional<Condition> function() {
    for (Extent extent : Extent.values()) {
      if (in.accept(extent.function() + "(")) {
        return Optional.of(arguments(extent));
      }
    }
    return Optional.empty();
  }

  private Condition arguments(Extent extent) {
    in.skipBlanks();
    Operand subject = operand();
    in.skipBlanks();
    in.expect(",");
    in.skipBlanks();
    Operand pattern = operand();
    in.skipBlanks();
    in.expect(")");
    return new Matches(extent, subject, pattern);
  }

  private Condition comparisonOrTest() {
    Operand left = operand();
    int end = in.position();
    in.skipBlanks();
    Optional<Operator> operator = operator();
    if (operator.isPresent()) {
      in.skipBlanks();
      return new Comparison(left, operator.get(), operand());
    }
    in.reset(end);
    if (left instanceof ValueOf value) {
      return new Exists(value.query());
    }
    throw in.failure("a value alone is no condition");
  }

  private Optional<Operator> operator() {
    for (Operator operator : Operator.values()) {
      if (in.accept(operator.symbol())) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  private Operand operand() {
    return paths.seesQuery()
        ? new ValueOf(paths.query())
        : new Literal(JsonPathLiterals.literal(in));
  }
}

package dev.pgext.config.claim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath: {@code $.realm_access.roles[?@ == 'author']}.
 *
 * <p>The syntax tree of <a href="https://www.rfc-editor.org/rfc/rfc9535">RFC 9535</a>, of its
 * functions only {@code match} and {@code search}.
 */
public record JsonPath(Query query) implements RoleClaimKey {

  /** Reads a path; empty when the text is none. */
  public static Optional<JsonPath> parse(String text) {
    try {
      return Optional.of(new JsonPath(new JsonPathParser(text).path()));
    } catch (Scanner.SyntaxException notAPath) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<JsonNode> evaluate(JsonNode claims) {
    return new JsonPathEvaluator(claims).select(query, claims).stream().findFirst();
  }

  @Override
  public String text() {
    return JsonPathPrinter.print(query);
  }

  /** Where a query starts. */
  public enum Start {
    ROOT("$"),
    CURRENT("@");

    private final String symbol;

    Start(String symbol) {
      this.symbol = symbol;
    }

    /** The symbol as written. */
    public String symbol() {
      return symbol;
    }
  }

  /** Steps from the root or from the element that a filter looks at. */
  public record Query(Start start, List<Segment> segments) {
    public Query {
      segments = List.copyOf(segments);
    }
  }

  /** One step: selectors applied to the children, or to every descendant. */
  public record Segment(Reach reach, Form form, List<Selector> selectors) {
    public Segment {
      selectors = List.copyOf(selectors);
    }
  }

  /** How deep a segment looks. */
  public enum Reach {
    CHILD,
    DESCENDANT
  }

  /** How a segment was written, which only printing cares about. */
  public enum Form {
    SHORTHAND,
    BRACKETED
  }

  /** What a segment picks of a value. */
  public sealed interface Selector {}

  /** An object's member. */
  public record Name(String name) implements Selector {}

  /** An array's element; from the end when negative. */
  public record Index(int index) implements Selector {}

  /** Some of an array's elements. */
  public record Slice(@Nullable Integer start, @Nullable Integer end, int step)
      implements Selector {}

  /** Every child. */
  public record Wildcard() implements Selector {}

  /** The children for which a condition holds. */
  public record Filter(Condition condition) implements Selector {}

  /** A filter's condition. */
  public sealed interface Condition {}

  /** Holds when any does. */
  public record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  /** Holds when all do. */
  public record And(List<Condition> conditions) implements Condition {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  /** Holds when the other does not. */
  public record Not(Condition condition) implements Condition {}

  /** A condition in parentheses. */
  public record Group(Condition condition) implements Condition {}

  /** Holds when the query selects anything. */
  public record Exists(Query query) implements Condition {}

  /** Compares two values. */
  public record Comparison(Operand left, Operator operator, Operand right) implements Condition {}

  /** Tests a string against a regular expression, from end to end or anywhere. */
  public record Matches(Extent extent, Operand subject, Operand pattern) implements Condition {}

  /** How much of a string a regular expression covers. */
  public enum Extent {
    MATCH("match"),
    SEARCH("search");

    private final String function;

    Extent(String function) {
      this.function = function;
    }

    /** The function's name. */
    public String function() {
      return function;
    }
  }

  /** A side of a comparison. */
  public sealed interface Operand {}

  /** A string, number, boolean or null. */
  public record Literal(JsonNode value) implements Operand {}

  /** The value of a query, or nothing. */
  public record ValueOf(Query query) implements Operand {}

  /** A comparison's operator; longer spellings first, as parsing needs them. */
  public enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    GREATER(">");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator as written. */
    public String symbol() {
      return symbol;
    }
  }
}

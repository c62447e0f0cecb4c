package dev.pgext.config.claim;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.config.claim.JsonPath.And;
import dev.pgext.config.claim.JsonPath.Comparison;
import dev.pgext.config.claim.JsonPath.Condition;
import dev.pgext.config.claim.JsonPath.Exists;
import dev.pgext.config.claim.JsonPath.Filter;
import dev.pgext.config.claim.JsonPath.Form;
import dev.pgext.config.claim.JsonPath.Group;
import dev.pgext.config.claim.JsonPath.Index;
import dev.pgext.config.claim.JsonPath.Literal;
import dev.pgext.config.claim.JsonPath.Matches;
import dev.pgext.config.claim.JsonPath.Name;
import dev.pgext.config.claim.JsonPath.Not;
import dev.pgext.config.claim.JsonPath.Operand;
import dev.pgext.config.claim.JsonPath.Or;
import dev.pgext.config.claim.JsonPath.Query;
import dev.pgext.config.claim.JsonPath.Reach;
import dev.pgext.config.claim.JsonPath.Segment;
import dev.pgext.config.claim.JsonPath.Selector;
import dev.pgext.config.claim.JsonPath.Slice;
import dev.pgext.config.claim.JsonPath.ValueOf;
import dev.pgext.config.claim.JsonPath.Wildcard;
import java.util.List;

/** A {@link JsonPath} in normal form, with the spacing and quotes of PostgREST's dump. */
final class JsonPathPrinter {

  private JsonPathPrinter() {}

  static String print(Query query) {
    return query.segments().stream()
        .map(JsonPathPrinter::segment)
        .collect(joining("", query.start().symbol(), ""));
  }

  private static String segment(Segment segment) {
    String dots = segment.reach() == Reach.DESCENDANT ? ".." : "";
    if (segment.form() == Form.BRACKETED) {
      return dots
          + segment.selectors().stream()
              .map(JsonPathPrinter::selector)
              .collect(joining(",", "[", "]"));
    }
    return (dots.isEmpty() ? "." : dots) + shorthand(segment.selectors().get(0));
  }

  private static String shorthand(Selector selector) {
    return selector instanceof Name name ? name.name() : selector(selector);
  }

  private static String selector(Selector selector) {
    return switch (selector) {
      case Name name -> quote(name.name());
      case Index index -> Integer.toString(index.index());
      case Slice slice -> slice(slice);
      case Wildcard wildcard -> "*";
      case Filter filter -> "?" + condition(filter.condition());
    };
  }

  private static String slice(Slice slice) {
    String start = slice.start() == null ? "" : slice.start().toString();
    String end = slice.end() == null ? "" : slice.end().toString();
    return start + ":" + end + ":" + slice.step();
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case Or or -> join(or.conditions(), " || ");
      case And and -> join(and.conditions(), " && ");
      case Not not -> "!" + condition(not.condition());
      case Group group -> "(" + condition(group.condition()) + ")";
      case Exists exists -> print(exists.query());
      case Comparison c ->
          operand(c.left()) + " " + c.operator().symbol() + " " + operand(c.right());
      case Matches m ->
          m.extent().function() + "(" + operand(m.subject()) + ", " + operand(m.pattern()) + ")";
    };
  }

  private static String join(List<Condition> conditions, String separator) {
    return conditions.stream().map(JsonPathPrinter::condition).collect(joining(separator));
  }

  private static String operand(Operand operand) {
    return switch (operand) {
      case Literal literal -> literal(literal.value());
      case ValueOf value -> print(value.query());
    };
  }

  private static String literal(JsonNode value) {
    return value.isTextual() ? quote(value.textValue()) : value.asText();
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}

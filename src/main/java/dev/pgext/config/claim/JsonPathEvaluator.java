package dev.pgext.config.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pgext.config.claim.JsonPath.And;
import dev.pgext.config.claim.JsonPath.Comparison;
import dev.pgext.config.claim.JsonPath.Condition;
import dev.pgext.config.claim.JsonPath.Exists;
import dev.pgext.config.claim.JsonPath.Extent;
import dev.pgext.config.claim.JsonPath.Filter;
import dev.pgext.config.claim.JsonPath.Group;
import dev.pgext.config.claim.JsonPath.Index;
import dev.pgext.config.claim.JsonPath.Literal;
import dev.pgext.config.claim.JsonPath.Matches;
import dev.pgext.config.claim.JsonPath.Name;
import dev.pgext.config.claim.JsonPath.Not;
import dev.pgext.config.claim.JsonPath.Operand;
import dev.pgext.config.claim.JsonPath.Operator;
import dev.pgext.config.claim.JsonPath.Or;
import dev.pgext.config.claim.JsonPath.Query;
import dev.pgext.config.claim.JsonPath.Reach;
import dev.pgext.config.claim.JsonPath.Segment;
import dev.pgext.config.claim.JsonPath.Selector;
import dev.pgext.config.claim.JsonPath.Slice;
import dev.pgext.config.claim.JsonPath.Start;
import dev.pgext.config.claim.JsonPath.ValueOf;
import dev.pgext.config.claim.JsonPath.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Selects by a {@link JsonPath} from one document. */
final class JsonPathEvaluator {

  private final JsonNode root;

  JsonPathEvaluator(JsonNode root) {
    this.root = root;
  }

  List<JsonNode> select(Query query, JsonNode current) {
    List<JsonNode> selected = List.of(query.start() == Start.ROOT ? root : current);
    for (Segment segment : query.segments()) {
      List<JsonNode> next = new ArrayList<>();
      selected.forEach(value -> apply(segment, value, next));
      selected = next;
    }
    return selected;
  }

  private void apply(Segment segment, JsonNode value, List<JsonNode> into) {
    segment.selectors().forEach(selector -> pick(selector, value, into));
    if (segment.reach() == Reach.DESCENDANT) {
      value.forEach(child -> apply(segment, child, into));
    }
  }

  private void pick(Selector selector, JsonNode value, List<JsonNode> into) {
    switch (selector) {
      case Name name -> add(value.isObject() ? value.path(name.name()) : null, into);
      case Index index -> add(element(value, index.index()), into);
      case Slice slice -> slice(slice, value, into);
      case Wildcard wildcard -> value.forEach(into::add);
      case Filter filter ->
          value.forEach(
              child -> {
                if (holds(filter.condition(), child)) {
                  into.add(child);
                }
              });
    }
  }

  private static void add(@Nullable JsonNode node, List<JsonNode> into) {
    if (node != null && !node.isMissingNode()) {
      into.add(node);
    }
  }

  private static JsonNode element(JsonNode value, int index) {
    return value.isArray() ? value.path(index < 0 ? index + value.size() : index) : missing();
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  /** The bounds follow RFC 9535, section 2.3.4.2. */
  private static void slice(Slice slice, JsonNode value, List<JsonNode> into) {
    int step = slice.step();
    int size = value.isArray() ? value.size() : 0;
    if (step > 0) {
      int end = bound(slice.end(), size, size, 0, size);
      for (long i = bound(slice.start(), 0, size, 0, size); i < end; i += step) {
        into.add(value.get((int) i));
      }
    }
    if (step < 0) {
      int end = bound(slice.end(), -1, size, -1, size - 1);
      for (long i = bound(slice.start(), size - 1, size, -1, size - 1); i > end; i += step) {
        into.add(value.get((int) i));
      }
    }
  }

  private static int bound(@Nullable Integer given, int absent, int size, int lowest, int highest) {
    if (given == null) {
      return absent;
    }
    int fromStart = given < 0 ? given + size : given;
    return Math.max(lowest, Math.min(highest, fromStart));
  }

  private boolean holds(Condition condition, JsonNode current) {
    return switch (condition) {
      case Or or -> or.conditions().stream().anyMatch(c -> holds(c, current));
      case And and -> and.conditions().stream().allMatch(c -> holds(c, current));
      case Not not -> !holds(not.condition(), current);
      case Group group -> holds(group.condition(), current);
      case Exists exists -> !select(exists.query(), current).isEmpty();
      case Comparison comparison -> holds(comparison, current);
      case Matches matches -> holds(matches, current);
    };
  }

  private boolean holds(Comparison comparison, JsonNode current) {
    JsonNode left = value(comparison.left(), current);
    JsonNode right = value(comparison.right(), current);
    return compare(comparison.operator(), left, right);
  }

  private static boolean compare(Operator operator, JsonNode left, JsonNode right) {
    return switch (operator) {
      case EQUAL -> same(left, right);
      case NOT_EQUAL -> !same(left, right);
      case LESS -> less(left, right);
      case GREATER -> less(right, left);
      case LESS_OR_EQUAL -> less(left, right) || same(left, right);
      case GREATER_OR_EQUAL -> less(right, left) || same(left, right);
    };
  }

  private static boolean same(JsonNode left, JsonNode right) {
    return (left.isNumber() && right.isNumber())
        ? left.decimalValue().compareTo(right.decimalValue()) == 0
        : left.equals(right);
  }

  private static boolean less(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue()) < 0;
    }
    return left.isTextual()
        && right.isTextual()
        && left.textValue().compareTo(right.textValue()) < 0;
  }

  private boolean holds(Matches matches, JsonNode current) {
    JsonNode subject = value(matches.subject(), current);
    JsonNode pattern = value(matches.pattern(), current);
    if (!subject.isTextual() || !pattern.isTextual()) {
      return false;
    }
    try {
      Matcher matcher = Pattern.compile(pattern.textValue()).matcher(subject.textValue());
      return matches.extent() == Extent.MATCH ? matcher.matches() : matcher.find();
    } catch (PatternSyntaxException notAnExpression) {
      return false;
    }
  }

  private JsonNode value(Operand operand, JsonNode current) {
    return switch (operand) {
      case Literal literal -> literal.value();
      case ValueOf value ->
          select(value.query(), current).stream().findFirst().orElseGet(JsonPathEvaluator::missing);
    };
  }
}

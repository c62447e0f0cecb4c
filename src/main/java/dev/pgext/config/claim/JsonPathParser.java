package dev.pgext.config.claim;

import dev.pgext.config.claim.JsonPath.Filter;
import dev.pgext.config.claim.JsonPath.Form;
import dev.pgext.config.claim.JsonPath.Index;
import dev.pgext.config.claim.JsonPath.Name;
import dev.pgext.config.claim.JsonPath.Query;
import dev.pgext.config.claim.JsonPath.Reach;
import dev.pgext.config.claim.JsonPath.Segment;
import dev.pgext.config.claim.JsonPath.Selector;
import dev.pgext.config.claim.JsonPath.Slice;
import dev.pgext.config.claim.JsonPath.Start;
import dev.pgext.config.claim.JsonPath.Wildcard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the segments of a {@link JsonPath}. Confined to one parse. */
final class JsonPathParser {

  private final Scanner in;
  private final JsonPathConditionParser conditions;

  JsonPathParser(String text) {
    in = new Scanner(text);
    conditions = new JsonPathConditionParser(in, this);
  }

  Query path() {
    Query query = query(Start.ROOT);
    if (!in.atEnd()) {
      throw in.failure("unexpected text");
    }
    return query;
  }

  boolean seesQuery() {
    return in.sees(Start.ROOT.symbol()) || in.sees(Start.CURRENT.symbol());
  }

  Query query() {
    return query(in.sees(Start.ROOT.symbol()) ? Start.ROOT : Start.CURRENT);
  }

  private Query query(Start start) {
    in.expect(start.symbol());
    List<Segment> segments = new ArrayList<>();
    int end = in.position();
    in.skipBlanks();
    while (in.sees(".") || in.sees("[")) {
      segments.add(segment());
      end = in.position();
      in.skipBlanks();
    }
    in.reset(end);
    return new Query(start, segments);
  }

  private Segment segment() {
    if (in.accept("..")) {
      return in.sees("[") ? bracketed(Reach.DESCENDANT) : shorthand(Reach.DESCENDANT);
    }
    if (in.sees("[")) {
      return bracketed(Reach.CHILD);
    }
    in.expect(".");
    return shorthand(Reach.CHILD);
  }

  private Segment shorthand(Reach reach) {
    Selector selector = in.accept("*") ? new Wildcard() : new Name(shorthandName());
    return new Segment(reach, Form.SHORTHAND, List.of(selector));
  }

  private String shorthandName() {
    if (in.sees(c -> c >= '0' && c <= '9')) {
      throw in.failure("a name does not start with a digit");
    }
    return in.takeSome(JsonPathParser::isNamePart, "a name");
  }

  private static boolean isNamePart(int c) {
    return c >= 0x80 || c == '_' || Character.isLetterOrDigit(c);
  }

  private Segment bracketed(Reach reach) {
    in.expect("[");
    List<Selector> selectors = new ArrayList<>();
    do {
      in.skipBlanks();
      selectors.add(selector());
      in.skipBlanks();
    } while (in.accept(","));
    in.expect("]");
    return new Segment(reach, Form.BRACKETED, selectors);
  }

  private Selector selector() {
    if (in.sees("'") || in.sees("\"")) {
      return new Name(JsonPathLiterals.string(in));
    }
    if (in.accept("*")) {
      return new Wildcard();
    }
    if (in.accept("?")) {
      in.skipBlanks();
      return new Filter(conditions.condition());
    }
    return indexOrSlice();
  }

  private Selector indexOrSlice() {
    Integer start = in.sees(":") ? null : Integer.valueOf(JsonPathLiterals.integer(in));
    int end = in.position();
    in.skipBlanks();
    if (!in.accept(":")) {
      in.reset(end);
      return new Index(start == null ? 0 : start);
    }
    Integer stop = optionalInteger();
    Integer step = in.accept(":") ? optionalInteger() : null;
    return new Slice(start, stop, step == null ? 1 : step);
  }

  private @Nullable Integer optionalInteger() {
    in.skipBlanks();
    Integer value =
        in.sees(c -> c == '-' || (c >= '0' && c <= '9'))
            ? Integer.valueOf(JsonPathLiterals.integer(in))
            : null;
    in.skipBlanks();
    return value;
  }
}

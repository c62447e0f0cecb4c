package dev.pgext.config.claim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgREST's notation before version 16: {@code .realm."some-key"[0][?(@ ^== "app_")]}.
 *
 * <p>Deprecated there and read with a warning. A filter may only stand at the end and yields the
 * first matching string.
 */
public record LegacyClaimPath(List<Step> steps) implements RoleClaimKey {

  public LegacyClaimPath {
    steps = List.copyOf(steps);
  }

  /** One step into the claims. */
  public sealed interface Step {}

  /** An object's member: {@code .name} or {@code ."any name"}. */
  public record Member(String name) implements Step {}

  /** An array's element, from zero: {@code [1]}. */
  public record Element(int index) implements Step {}

  /** The first string of an array that compares well: {@code [?(@ == "text")]}. */
  public record FirstString(Match match, String operand) implements Step {}

  /** How a string compares with the operand. */
  public enum Match {
    ENDS_WITH("==^"),
    EQUALS("=="),
    NOT_EQUALS("!="),
    STARTS_WITH("^=="),
    CONTAINS("*==");

    private final String operator;

    Match(String operator) {
      this.operator = operator;
    }

    /** The operator as written. */
    public String operator() {
      return operator;
    }

    boolean test(String text, String operand) {
      return switch (this) {
        case EQUALS -> text.equals(operand);
        case NOT_EQUALS -> !text.equals(operand);
        case STARTS_WITH -> text.startsWith(operand);
        case ENDS_WITH -> text.endsWith(operand);
        case CONTAINS -> text.contains(operand);
      };
    }
  }

  /** Reads the notation; empty when the text is not in it. */
  public static Optional<LegacyClaimPath> parse(String text) {
    try {
      return Optional.of(new LegacyClaimPathParser(text).path());
    } catch (Scanner.SyntaxException notLegacy) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<JsonNode> evaluate(JsonNode claims) {
    JsonNode value = claims;
    for (Step step : steps) {
      value = value == null ? null : take(step, value);
    }
    return Optional.ofNullable(value);
  }

  private static @Nullable JsonNode take(Step step, JsonNode value) {
    return switch (step) {
      case Member member -> value.isObject() ? value.get(member.name()) : null;
      case Element element -> value.isArray() ? value.get(element.index()) : null;
      case FirstString filter -> value.isArray() ? firstMatch(filter, value) : null;
    };
  }

  private static @Nullable JsonNode firstMatch(FirstString filter, JsonNode array) {
    for (JsonNode element : array) {
      if (element.isTextual() && filter.match().test(element.textValue(), filter.operand())) {
        return element;
      }
    }
    return null;
  }

  @Override
  public String text() {
    return steps.stream().map(LegacyClaimPath::text).collect(Collectors.joining());
  }

  private static String text(Step step) {
    return switch (step) {
      case Member member -> ".\"" + member.name() + '"';
      case Element element -> "[" + element.index() + "]";
      case FirstString filter ->
          "[?(@ " + filter.match().operator() + " \"" + filter.operand() + "\")]";
    };
  }
}

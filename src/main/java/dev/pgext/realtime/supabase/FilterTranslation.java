package dev.pgext.realtime.supabase;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Supabase's filters in PostgREST's words: {@code col=[not.]op.value} joined by commas becomes an
 * {@code and} tree, whose values are quoted in the same way.
 *
 * @see <a
 *     href="https://supabase.com/docs/guides/realtime/postgres-changes#available-filters">Supabase:
 *     available filters</a>
 */
final class FilterTranslation {
  private static final Set<String> OPERATORS =
      Set.of(
          "eq",
          "neq",
          "lt",
          "lte",
          "gt",
          "gte",
          "in",
          "like",
          "ilike",
          "is",
          "match",
          "imatch",
          "isdistinct");
  private static final Pattern CONDITION =
      Pattern.compile("\\s*([^=]+?)\\s*=\\s*(not\\.)?([a-z]+)\\.(.*)", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);

  private FilterTranslation() {}

  /** The filter as a query string; empty where it is none. */
  static Optional<String> translate(String filter) {
    List<String> conditions = new ArrayList<>();
    for (String part : split(filter)) {
      Optional<String> condition = condition(part);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    String tree = "(" + String.join(",", conditions) + ")";
    return Optional.of(
        "and=" + URLEncoder.encode(tree, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static Optional<String> condition(String part) {
    Matcher matcher = CONDITION.matcher(part);
    if (!matcher.matches() || !OPERATORS.contains(matcher.group(3))) {
      return Optional.empty();
    }
    String negation = matcher.group(2) == null ? "" : matcher.group(2);
    String operator = matcher.group(3);
    String value = value(operator, matcher.group(4));
    return Optional.of(column(matcher.group(1)) + "." + negation + operator + "." + value);
  }

  private static String column(String name) {
    return PLAIN.matcher(name).matches() ? name : quoted(name);
  }

  private static String value(String operator, String value) {
    return switch (operator) {
      case "in" -> list(value);
      case "is" -> value.strip();
      default -> quoted(value);
    };
  }

  private static String list(String value) {
    String list = value.strip();
    if (!list.startsWith("(") || !list.endsWith(")") || list.length() == 2) {
      return list;
    }
    List<String> members = new ArrayList<>();
    split(list.substring(1, list.length() - 1)).forEach(member -> members.add(quoted(member)));
    return "(" + String.join(",", members) + ")";
  }

  /** What is quoted already stays as it is. */
  private static String quoted(String text) {
    return QUOTED.matcher(text).matches()
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** At commas that are neither quoted nor in parentheses. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int depth = 0;
    boolean quoted = false;
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (quoted) {
        index += character == '\\' ? 1 : 0;
        quoted = character != '"';
      } else if (character == '"' && opensQuote(text, index)) {
        quoted = true;
      } else if (character == ',' && depth == 0) {
        parts.add(text.substring(start, index));
        start = index + 1;
      } else {
        depth = Math.max(0, depth + nesting(character));
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static int nesting(char character) {
    return switch (character) {
      case '(' -> 1;
      case ')' -> -1;
      default -> 0;
    };
  }

  private static boolean opensQuote(String text, int index) {
    return index == 0 || ".(,".indexOf(text.charAt(index - 1)) >= 0;
  }
}

package dev.pgext.migrate.file;

import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * dbmate's format: {@code -- migrate:up} and {@code -- migrate:down}, each with options behind it.
 *
 * @see <a href="https://github.com/amacneil/dbmate#creating-migrations">dbmate: creating
 *     migrations</a>
 */
final class DbmateFormat {
  private static final Pattern UP = Pattern.compile("(?m)^--[ \t]*migrate:up(?:[ \t]+(.*))?\\r?$");
  private static final Pattern DOWN =
      Pattern.compile("(?m)^--[ \t]*migrate:down(?:[ \t]+(.*))?\\r?$");
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{-?\\s*(?:\\.(\\w+)|(?:or\\s+)?\\.(\\w+)\\s+\"([^\"]*)\")\\s*-?}}");

  private final Map<String, String> environment;

  DbmateFormat(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Up and down; down is null where there is none. */
  record Sections(Section up, @Nullable Section down) {}

  static boolean recognizes(String text) {
    return UP.matcher(text).find();
  }

  /** What leads up, as it is in the file: an edit of the way down is none of what was applied. */
  static String upText(String text) {
    Matcher up = UP.matcher(text);
    Matcher down = DOWN.matcher(text);
    int begin = up.find() ? up.start() : 0;
    return text.substring(begin, down.find(begin) ? down.start() : text.length());
  }

  /**
   * Cuts a file.
   *
   * @throws ScriptException where it is not in the format
   */
  Sections cut(Source source) {
    String text = source.text();
    Matcher up = UP.matcher(text);
    if (!up.find()) {
      throw new ScriptException("there is no line \"-- migrate:up\"", 0);
    }
    Matcher down = DOWN.matcher(text);
    boolean reversible = down.find();
    if (reversible && down.start() < up.start()) {
      throw new ScriptException("\"-- migrate:up\" must come before \"-- migrate:down\"", 0);
    }
    refuseStatements(text, up.start());
    int end = reversible ? down.start() : text.length();
    Section first = section(source, up.end(), end, options(up));
    return new Sections(
        first, reversible ? section(source, down.end(), text.length(), options(down)) : null);
  }

  private static void refuseStatements(String text, int end) {
    int at = 0;
    for (String line : text.substring(0, end).split("\n", -1)) {
      String bare = line.replace("\uFEFF", "").strip();
      if (!bare.isEmpty() && !bare.startsWith("--")) {
        throw new ScriptException("this comes before \"-- migrate:up\" and would never run", at);
      }
      at += line.length() + 1;
    }
  }

  private static List<String> options(Matcher directive) {
    String options = directive.group(1);
    return options == null ? List.of() : List.of(options.strip().split("\\s+"));
  }

  private Section section(Source source, int begin, int end, List<String> options) {
    Section.Wish wish =
        options.contains("transaction:false")
            ? Section.Wish.NO_TRANSACTION
            : Section.Wish.TRANSACTION;
    List<String> names = new ArrayList<>();
    options.stream()
        .filter(option -> option.startsWith("env:"))
        .forEach(option -> names.add(option.substring("env:".length())));
    if (names.isEmpty()) {
      return new Section(source, begin, end, wish);
    }
    String filled = filled(source.text().substring(begin, end), begin, names);
    Source changed = new Source(source.name(), source.text().substring(0, begin) + filled);
    return new Section(changed, begin, changed.text().length(), wish);
  }

  /** {@code {{ .NAME }}} becomes the variable's value, where the directive names the variable. */
  private String filled(String text, int begin, List<String> names) {
    StringBuilder filled = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      String value = names.contains(name) ? environment.get(name) : null;
      value = value == null ? variable.group(3) : value;
      if (value == null) {
        String fault =
            names.contains(name)
                ? "the environment has no variable " + name
                : "the directive does not name the variable: add env:" + name;
        throw new ScriptException(fault, begin + variable.start());
      }
      variable.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(filled).toString();
  }
}

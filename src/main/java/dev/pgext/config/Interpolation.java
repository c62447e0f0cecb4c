package dev.pgext.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code $(name)} and {@code $$} in a configuration file's strings. */
final class Interpolation {

  private static final Pattern DOLLAR = Pattern.compile("\\$(?:(\\$)|\\(([^)]+)\\))?");

  private final Map<String, ConfigValue> values;
  private final Map<String, String> environment;
  private final String prefix;

  /**
   * @param prefix the groups around the string, whose keys come first: {@code "outer.inner."}
   */
  Interpolation(Map<String, ConfigValue> values, Map<String, String> environment, String prefix) {
    this.values = values;
    this.environment = environment;
    this.prefix = prefix;
  }

  String apply(String text) {
    return DOLLAR.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement(match)));
  }

  private String replacement(MatchResult match) {
    if (match.group(1) != null) {
      return "$";
    }
    String name = match.group(2);
    if (name == null) {
      throw new InvalidSettingException("write $$ for a $ that is not $(NAME)");
    }
    ConfigValue value = lookup(name);
    return value == null ? variable(name) : text(name, value);
  }

  /** In the innermost group first. */
  private @Nullable ConfigValue lookup(String name) {
    String scope = prefix;
    while (!scope.isEmpty() && !values.containsKey(scope + name)) {
      scope = scope.substring(0, scope.lastIndexOf('.', scope.length() - 2) + 1);
    }
    return values.get(scope + name);
  }

  private static String text(String name, ConfigValue value) {
    return switch (value) {
      case ConfigValue.Text text -> text.text();
      case ConfigValue.Numeric number -> number.number().toPlainString();
      case ConfigValue.Bool bool -> throw unfit(name);
      case ConfigValue.Items items -> throw unfit(name);
    };
  }

  private static InvalidSettingException unfit(String name) {
    return new InvalidSettingException("variable '" + name + "' is not a string or number");
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new InvalidSettingException("no such variable: '" + name + "'");
    }
    return value;
  }
}

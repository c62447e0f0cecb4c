package dev.pgext.migrate.file;

import dev.pgext.migrate.script.ScriptException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flyway's placeholders, {@code ${name}}: of the variables {@code FLYWAY_PLACEHOLDERS_NAME}, of
 * flyway.conf, and those that Flyway has itself.
 *
 * @see <a href="https://documentation.red-gate.com/fd/placeholders-184127530.html">Flyway:
 *     placeholders</a>
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}\\s]+)}");
  private static final String VARIABLE = "FLYWAY_PLACEHOLDERS_";
  private static final String PROPERTY = "flyway.placeholders.";

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Placeholders(Map<String, String> given, Map<String, String> file, Map<String, String> variables) {
    values.putAll(given);
    file.forEach((name, value) -> keep(name, PROPERTY, value));
    variables.forEach((name, value) -> keep(name, VARIABLE, value));
  }

  private void keep(String name, String prefix, String value) {
    if (name.startsWith(prefix)) {
      values.put(name.substring(prefix.length()).toLowerCase(Locale.ROOT), value);
    }
  }

  /**
   * Puts the values in.
   *
   * @throws ScriptException where there is none
   */
  String fill(String text, String fileName) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (placeholder.find()) {
      String name = placeholder.group(1);
      String value = name.equalsIgnoreCase("flyway:filename") ? fileName : values.get(name);
      if (value == null) {
        throw new ScriptException(
            "no value for the placeholder ${%s}: set %s%s, or write %s=false into %s.conf"
                .formatted(
                    name,
                    VARIABLE,
                    name.toUpperCase(Locale.ROOT),
                    "placeholderReplacement",
                    fileName),
            placeholder.start());
      }
      placeholder.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return placeholder.appendTail(filled).toString();
  }
}

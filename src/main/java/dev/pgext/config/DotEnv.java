package dev.pgext.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code .env}: lines of {@code NAME=value}, for development.
 *
 * <p>Single quotes take everything as it is, double quotes know {@code \n}, {@code \"} and {@code
 * \\}; without quotes a blank and {@code #} begin a comment.
 */
final class DotEnv {

  private static final Pattern LINE =
      Pattern.compile(
          "^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*"
              + "(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(.*?))\\s*(?:(?<=[\\s'\"=])#.*)?$");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private DotEnv() {}

  /** The environment on top of the directory's file, if there is one. */
  static Map<String, String> under(Map<String, String> environment, Path directory) {
    Path file = directory.resolve(".env");
    if (!Files.isRegularFile(file)) {
      return environment;
    }
    try {
      Map<String, String> variables = new HashMap<>(parse(Files.readString(file)));
      variables.putAll(environment);
      return variables;
    } catch (IOException unreadable) {
      throw new ConfigException(List.of(FileFault.describe(file.toString(), unreadable)));
    }
  }

  static Map<String, String> parse(String text) {
    Map<String, String> variables = new HashMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> variables.put(line.group(1), value(line)));
    return variables;
  }

  private static String value(Matcher line) {
    if (line.group(2) != null) {
      return line.group(2);
    }
    return line.group(3) == null ? line.group(4) : unescaped(line.group(3));
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    switch (match.group(1)) {
                      case "n" -> "\n";
                      case "r" -> "\r";
                      case "t" -> "\t";
                      default -> match.group(1);
                    }));
  }
}

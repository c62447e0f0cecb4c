package dev.pgext.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code .env}: lines of {@code NAME=value}, for development.
 *
 * <p>Single quotes take everything as it is, double quotes know {@code \n}, {@code \"} and {@code
 * \\}, and both may go on over several lines; without quotes a blank and {@code #} begin a comment.
 */
final class DotEnv {

  /** Compiled only where there is a file. */
  private static final class Lines {
    static final Pattern VARIABLE =
        Pattern.compile(
            "[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*"
                + "(?:'([^']*)'|\"((?:[^\"\\\\]++|\\\\.)*+)\"|(.*?))[ \\t]*(?:(?<=[\\s'\"=])#.*)?$",
            Pattern.MULTILINE | Pattern.UNIX_LINES);

    static final Pattern NOTHING =
        Pattern.compile("[ \\t]*(?:#.*)?$", Pattern.MULTILINE | Pattern.UNIX_LINES);

    static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  }

  private DotEnv() {}

  /**
   * The environment on top of the directory's file, if there is one.
   *
   * @throws ConfigException where it cannot be read, with every line that says nothing
   */
  static Map<String, String> under(Map<String, String> environment, Path directory) {
    Path file = directory.resolve(".env");
    if (!Files.isRegularFile(file)) {
      return environment;
    }
    Map<String, String> variables = new HashMap<>(parse(file.toString(), read(file)));
    variables.putAll(environment);
    return variables;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new ConfigException(List.of(FileFault.describe(file.toString(), unreadable)));
    }
  }

  /** What the text of that file says. */
  static Map<String, String> parse(String file, String text) {
    Map<String, String> variables = new HashMap<>();
    List<String> faults = new ArrayList<>();
    String unix = text.replace("\r\n", "\n");
    int at = 0;
    while (at < unix.length()) {
      Matcher variable = Lines.VARIABLE.matcher(unix).region(at, unix.length());
      if (variable.lookingAt()) {
        variables.put(variable.group(1), value(variable));
        at = variable.end() + 1;
        continue;
      }
      if (!Lines.NOTHING.matcher(unix).region(at, unix.length()).lookingAt()) {
        faults.add(fault(file, unix, at));
      }
      at = endOfLine(unix, at) + 1;
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return variables;
  }

  /** Without what the line has: it may be a secret. */
  private static String fault(String file, String text, int at) {
    long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    return "%s:%d: write NAME=value, or # before a comment".formatted(file, line);
  }

  private static int endOfLine(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static String value(Matcher line) {
    if (line.group(2) != null) {
      return line.group(2);
    }
    return line.group(3) == null ? line.group(4) : unescaped(line.group(3));
  }

  private static String unescaped(String text) {
    return Lines.ESCAPE
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

package dev.pgext.config;

import dev.pgext.config.ConfigDirective.Bind;
import dev.pgext.config.ConfigDirective.Group;
import dev.pgext.config.ConfigDirective.Ignored;
import dev.pgext.config.ConfigDirective.Import;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the statements of a configuration file, going on after a fault at the next line.
 *
 * <p>The grammar is that of <a
 * href="https://hackage.haskell.org/package/configurator-pg/docs/Data-Configurator.html">configurator-pg</a>,
 * which PostgREST reads its file with. Confined to one parse.
 */
final class ConfigFileParser {

  private final ConfigFileCursor in;
  private final List<String> faults = new ArrayList<>();

  ConfigFileParser(String name, String text) {
    in = new ConfigFileCursor(name, text);
  }

  /** What the file says and what is wrong with it. */
  record Outcome(List<ConfigDirective> directives, List<String> faults) {
    Outcome {
      directives = List.copyOf(directives);
      faults = List.copyOf(faults);
    }
  }

  Outcome parse() {
    List<ConfigDirective> directives = directives();
    while (!in.atEnd()) {
      faults.add(in.failure("unexpected }").fault());
      in.skipLine();
      directives.addAll(directives());
    }
    return new Outcome(directives, faults);
  }

  /** Up to the end or the closing brace. */
  private List<ConfigDirective> directives() {
    List<ConfigDirective> directives = new ArrayList<>();
    in.skipBlankLines();
    while (!in.atEnd() && !in.sees('}')) {
      try {
        directives.add(directive());
        in.expectEndOfLine();
      } catch (InvalidSettingException fault) {
        faults.add(fault.fault());
        in.skipLine();
      }
      in.skipBlankLines();
    }
    return directives;
  }

  private ConfigDirective directive() {
    if (in.accept("#;")) {
      in.skipBlanks();
      return new Ignored(directive());
    }
    String key = key();
    in.skipBlankLines();
    if (key.equals("import")) {
      return new Import(string());
    }
    return in.accept("{") ? group(key) : bind(key);
  }

  private ConfigDirective bind(String key) {
    in.expect("=");
    in.skipBlankLines();
    return new Bind(key, value());
  }

  private ConfigDirective group(String key) {
    List<ConfigDirective> directives = directives();
    in.expect("}");
    return new Group(key, directives);
  }

  private String key() {
    StringBuilder key = new StringBuilder(word());
    while (in.accept(".")) {
      key.append('.').append(word());
    }
    return key.toString();
  }

  private String word() {
    if (!in.sees(Character::isLetter)) {
      throw in.failure("expected a key");
    }
    return in.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
  }

  private ConfigValue value() {
    if (in.sees('"')) {
      return ConfigValue.of(string());
    }
    if (in.accept("[")) {
      return items();
    }
    if (in.sees(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return new ConfigValue.Numeric(in.number());
    }
    String word = in.takeWhile(Character::isLetter);
    return switch (word) {
      case "true", "on" -> new ConfigValue.Bool(true);
      case "false", "off" -> new ConfigValue.Bool(false);
      default ->
          throw in.failure("expected a string in quotes, a number, a list, true, false, on or off");
    };
  }

  private ConfigValue items() {
    List<ConfigValue> items = new ArrayList<>();
    in.skipBlankLines();
    while (!in.accept("]")) {
      if (!items.isEmpty()) {
        in.expect(",");
        in.skipBlankLines();
      }
      items.add(value());
      in.skipBlankLines();
    }
    return new ConfigValue.Items(items);
  }

  private String string() {
    in.expect("\"");
    StringBuilder content = new StringBuilder();
    while (!in.accept("\"")) {
      int c = in.next();
      content.appendCodePoint(c == '\\' ? escaped() : c);
    }
    return content.toString();
  }

  private int escaped() {
    int c = in.next();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '"', '\\' -> c;
      case 'u' -> in.escapedCodePoint();
      default -> throw in.failure("unknown escape, use one of \\n \\t \\r \\\" \\\\ \\uXXXX");
    };
  }
}

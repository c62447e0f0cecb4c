package dev.pgext.config;

import dev.pgext.config.text.TextCursor;
import java.math.BigDecimal;

/** A position in a configuration file that knows its line. Confined to one parse. */
final class ConfigFileCursor extends TextCursor {
  private final String name;

  ConfigFileCursor(String name, String text) {
    super(text);
    this.name = name;
  }

  boolean sees(char c) {
    return sees(String.valueOf(c));
  }

  /** A number, as it is written. */
  String number() {
    String digits = takeWhile(c -> isDigit(c) || "+-.eE".indexOf(c) >= 0);
    if (!isNumber(digits)) {
      throw failure(digits + " is not a number");
    }
    return digits;
  }

  /** Without {@link BigDecimal} where it can be: that makes itself tables, for 20 ms of a start. */
  private static boolean isNumber(String text) {
    if (text.chars().allMatch(ConfigFileCursor::isDigit)) {
      return true;
    }
    try {
      return new BigDecimal(text).precision() > 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  void skipBlanks() {
    takeWhile(c -> c == ' ' || c == '\t');
  }

  /** Blanks, line ends and comments, but not the mark of an ignored directive. */
  void skipBlankLines() {
    takeWhile(Character::isWhitespace);
    while (sees('#') && !sees("#;")) {
      skipLine();
      takeWhile(Character::isWhitespace);
    }
  }

  /** A directive ends with its line, a comment or the brace around it. */
  void expectEndOfLine() {
    skipBlanks();
    if (sees('#')) {
      skipLine();
    }
    if (!atEnd() && !sees('\n') && !sees('\r') && !sees('}')) {
      throw failure("expected the end of the line");
    }
  }

  void skipLine() {
    takeWhile(c -> c != '\n' && c != '\r');
  }

  @Override
  public InvalidSettingException failure(String message) {
    int position = position();
    String text = text();
    int line = 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    int column = position - text.lastIndexOf('\n', position - 1);
    return new InvalidSettingException(name + ":" + line + ":" + column + ": " + message);
  }
}

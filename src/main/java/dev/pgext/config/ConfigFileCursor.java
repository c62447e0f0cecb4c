package dev.pgext.config;

import java.math.BigDecimal;
import java.util.function.IntPredicate;

/** A position in a configuration file that knows its line. Confined to one parse. */
final class ConfigFileCursor {

  private final String name;
  private final String text;
  private int position;

  ConfigFileCursor(String name, String text) {
    this.name = name;
    this.text = text;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  boolean sees(char c) {
    return !atEnd() && text.charAt(position) == c;
  }

  boolean sees(IntPredicate matching) {
    return !atEnd() && matching.test(text.codePointAt(position));
  }

  boolean accept(String token) {
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    return true;
  }

  void expect(String token) {
    if (!accept(token)) {
      throw failure("expected " + token);
    }
  }

  int next() {
    if (atEnd()) {
      throw failure("unexpected end of file");
    }
    int c = text.codePointAt(position);
    position += Character.charCount(c);
    return c;
  }

  String takeWhile(IntPredicate matching) {
    int start = position;
    while (sees(matching)) {
      next();
    }
    return text.substring(start, position);
  }

  BigDecimal number() {
    String digits = takeWhile(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException notANumber) {
      throw failure(digits + " is not a number");
    }
  }

  char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw failure("expected four hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  void skipBlanks() {
    takeWhile(c -> c == ' ' || c == '\t');
  }

  /** Blanks, line ends and comments, but not the mark of an ignored directive. */
  void skipBlankLines() {
    takeWhile(Character::isWhitespace);
    while (sees('#') && !text.startsWith("#;", position)) {
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

  /** A fault at this place. */
  InvalidSettingException failure(String message) {
    int line = 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    int column = position - text.lastIndexOf('\n', position - 1);
    return new InvalidSettingException(name + ":" + line + ":" + column + ": " + message);
  }
}

package dev.pgext.config.text;

import java.util.function.IntPredicate;

/** A position in a text that a parser reads, code point by code point. Confined to one parse. */
public abstract class TextCursor {
  private final String text;
  private int position;

  protected TextCursor(String text) {
    this.text = text;
  }

  /** A fault at this place. */
  public abstract RuntimeException failure(String message);

  protected final String text() {
    return text;
  }

  /** In UTF-16 units from the text's beginning. */
  public final int position() {
    return position;
  }

  /** Goes back to where it was. */
  public final void reset(int earlier) {
    position = earlier;
  }

  public final boolean atEnd() {
    return position >= text.length();
  }

  public final boolean sees(String prefix) {
    return text.startsWith(prefix, position);
  }

  public final boolean sees(IntPredicate first) {
    return !atEnd() && first.test(text.codePointAt(position));
  }

  /** Takes the token if it comes next. */
  public final boolean accept(String token) {
    if (!sees(token)) {
      return false;
    }
    position += token.length();
    return true;
  }

  /** Takes the token, which must come next. */
  public final void expect(String token) {
    if (!accept(token)) {
      throw failure("expected " + token);
    }
  }

  /** Takes one code point. */
  public final int next() {
    if (atEnd()) {
      throw failure("unexpected end");
    }
    int codePoint = text.codePointAt(position);
    position += Character.charCount(codePoint);
    return codePoint;
  }

  /** Takes the longest run of matching code points, maybe none. */
  public final String takeWhile(IntPredicate matching) {
    int start = position;
    while (sees(matching)) {
      next();
    }
    return text.substring(start, position);
  }

  /**
   * Takes the code point of an escape whose backslash and u are taken: four hexadecimal digits, or
   * two such escapes that are a surrogate pair.
   */
  public final int escapedCodePoint() {
    char first = hexadecimal();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    expect("\\u");
    char second = hexadecimal();
    if (!Character.isSurrogatePair(first, second)) {
      throw failure("expected a surrogate pair");
    }
    return Character.toCodePoint(first, second);
  }

  private char hexadecimal() {
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
}

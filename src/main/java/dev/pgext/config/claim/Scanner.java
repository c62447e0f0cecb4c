package dev.pgext.config.claim;

import java.util.function.IntPredicate;

/** A position in a text; parsers of this package read through it. Confined to one parse. */
final class Scanner {

  private final String text;
  private int position;

  Scanner(String text) {
    this.text = text;
  }

  /** The text is not in the language being read. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message, null, false, false);
    }
  }

  boolean atEnd() {
    return position == text.length();
  }

  int mark() {
    return position;
  }

  void reset(int mark) {
    position = mark;
  }

  boolean sees(String prefix) {
    return text.startsWith(prefix, position);
  }

  boolean sees(IntPredicate first) {
    return !atEnd() && first.test(text.codePointAt(position));
  }

  /** Takes the token if it comes next. */
  boolean accept(String token) {
    if (!sees(token)) {
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

  /** Takes one code point. */
  int next() {
    if (atEnd()) {
      throw failure("unexpected end");
    }
    int codePoint = text.codePointAt(position);
    position += Character.charCount(codePoint);
    return codePoint;
  }

  /** Takes the longest run of matching code points, maybe none. */
  String takeWhile(IntPredicate matching) {
    int start = position;
    while (sees(matching)) {
      next();
    }
    return text.substring(start, position);
  }

  /** Takes a run of at least one. */
  String takeSome(IntPredicate matching, String what) {
    String taken = takeWhile(matching);
    if (taken.isEmpty()) {
      throw failure("expected " + what);
    }
    return taken;
  }

  void skipBlanks() {
    takeWhile(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
  }

  SyntaxException failure(String message) {
    return new SyntaxException(message + " at character " + (position + 1));
  }
}

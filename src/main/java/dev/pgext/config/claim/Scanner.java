package dev.pgext.config.claim;

import dev.pgext.config.text.TextCursor;
import java.util.function.IntPredicate;

/** What parsers of this package read through. Confined to one parse. */
final class Scanner extends TextCursor {
  Scanner(String text) {
    super(text);
  }

  /** The text is not in the language being read. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message, null, false, false);
    }
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

  @Override
  public SyntaxException failure(String message) {
    return new SyntaxException(message + " at character " + (position() + 1));
  }
}

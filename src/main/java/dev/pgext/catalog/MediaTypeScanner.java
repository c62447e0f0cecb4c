package dev.pgext.catalog;

import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Splits the text of a media type into type and parameters. Confined to one parse. */
final class MediaTypeScanner {
  private final String text;
  private int position;

  MediaTypeScanner(String text) {
    this.text = text;
  }

  /** The part up to the parameters, or nothing if that is none. */
  String type() {
    int start = position;
    boolean read =
        skip(c -> isAlphanumeric(c) || c == '.' || c == '*')
            && take('/')
            && skip(c -> isAlphanumeric(c) || ".*+-".indexOf(c) >= 0);
    return read ? text.substring(start, position) : "";
  }

  /** Hands on the parameters up to the first that cannot be read. */
  void parameters(BiConsumer<String, String> consumer) {
    while (accept(';')) {
      String name = token('-', '-');
      String value = accept('=') ? value() : null;
      if (name == null || value == null) {
        return;
      }
      consumer.accept(name, value);
    }
  }

  private @Nullable String value() {
    skipSpaces();
    if (position < text.length() && text.charAt(position) == '"') {
      int end = text.indexOf('"', position + 1);
      String quoted = end < 0 ? null : text.substring(position + 1, end);
      position = end < 0 ? position : end + 1;
      return quoted;
    }
    return token('|', '-');
  }

  private @Nullable String token(char first, char second) {
    skipSpaces();
    int start = position;
    return skip(c -> isAlphanumeric(c) || c == first || c == second)
        ? text.substring(start, position)
        : null;
  }

  /** Takes a character, and the spaces before it. */
  private boolean accept(char expected) {
    skipSpaces();
    return take(expected);
  }

  private boolean take(char expected) {
    if (position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Takes what the test holds for; whether that is anything. */
  private boolean skip(IntPredicate test) {
    int start = position;
    while (position < text.length() && test.test(text.charAt(position))) {
      position++;
    }
    return position > start;
  }

  private static boolean isAlphanumeric(int c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_NUMBER;
  }
}

package dev.pgext.migrate.script;

/** Where the tokens of a script end. Each method takes the place where one begins. */
final class Tokens {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;

  Tokens(String text) {
    this.text = text;
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == BYTE_ORDER_MARK;
  }

  static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  int wordEnd(int from) {
    int end = from + 1;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Of a number, its letters among it; of anything else one character. */
  int numberEnd(int from) {
    return isDigit(text.charAt(from)) ? digitsEnd(from) : from + 1;
  }

  private int digitsEnd(int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Comments nest. */
  int commentEnd(int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    throw new ScriptException("this comment is not closed", from);
  }

  /** A quote inside is doubled, which looks like two quoted texts side by side. */
  int quoteEnd(int from, char quote) {
    int end = text.indexOf(quote, from + 1);
    if (end < 0) {
      throw new ScriptException(
          quote == '"' ? "this quoted name is not closed" : "this text is not closed", from);
    }
    return end + 1;
  }

  /** Of {@code E'…'}, where a backslash escapes; from is the quote. */
  int escapedEnd(int from) {
    int at = from + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'') {
        int next = continuation(at + 1);
        if (next == at + 1) {
          return next;
        }
        at = next;
      } else {
        at += c == '\\' ? 2 : 1;
      }
    }
    throw new ScriptException("this text is not closed", from);
  }

  /** A doubled quote, or another piece on a further line, is read as the first one. */
  private int continuation(int end) {
    int next = end;
    boolean newLine = false;
    while (next < text.length() && isSpace(text.charAt(next))) {
      newLine |= text.charAt(next) == '\n';
      next++;
    }
    boolean quoted = next < text.length() && text.charAt(next) == '\'';
    return quoted && (next == end || newLine) ? next + 1 : end;
  }

  /** Of {@code $tag$…$tag$}; of any other dollar one character. */
  int dollarEnd(int from) {
    int tagEnd = from + 1;
    while (tagEnd < text.length() && isTagPart(text.charAt(tagEnd), tagEnd == from + 1)) {
      tagEnd++;
    }
    if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
      return from + 1;
    }
    String tag = text.substring(from, tagEnd + 1);
    int end = text.indexOf(tag, tagEnd + 1);
    if (end < 0) {
      throw new ScriptException("this text quoted with " + tag + " is not closed", from);
    }
    return end + tag.length();
  }

  private static boolean isTagPart(char c, boolean first) {
    return isWordStart(c) || (!first && isDigit(c));
  }
}

package dev.pgext.realtime.visibility;

import dev.pgext.realtime.visibility.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL into tokens. Made for what {@code pg_get_expr} prints, which has no comments and no
 * dollar quotes; text that has them is refused. Confined to one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL:
 *     lexical structure</a>
 */
final class SqlTokens {
  private static final String OPERATOR = "+-*/<>=~!@#%^&|`?";
  private static final String PUNCTUATION = "()[],.;:";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /** SQL that is not understood here. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * The tokens of SQL.
   *
   * @throws UnreadableException where it has what the deparser never prints
   */
  static List<Token> of(String sql) {
    SqlTokens scanner = new SqlTokens(sql);
    while (scanner.position < sql.length()) {
      scanner.next();
    }
    return List.copyOf(scanner.tokens);
  }

  private void next() {
    char c = sql.charAt(position);
    if (Character.isWhitespace(c)) {
      position++;
    } else if (c == '\'') {
      string(position, false);
    } else if ((c == 'E' || c == 'e') && peek(1) == '\'') {
      int start = position++;
      string(start, true);
    } else if (c == '"') {
      quoted();
    } else if (isWordStart(c)) {
      word();
    } else if (Character.isDigit(c)) {
      number();
    } else {
      symbol(c);
    }
  }

  private char peek(int distance) {
    int at = position + distance;
    return at < sql.length() ? sql.charAt(at) : '\0';
  }

  private static boolean isWordStart(char c) {
    return c == '_' || c >= 0x80 || Character.isLetter(c);
  }

  private void add(Kind kind, String text, int start) {
    tokens.add(new Token(kind, text, start, position));
  }

  private void word() {
    int start = position;
    while (isWordStart(peek(0)) || Character.isDigit(peek(0)) || peek(0) == '$') {
      position++;
    }
    if (peek(0) == '\'') {
      throw new UnreadableException("a string with the prefix " + sql.substring(start, position));
    }
    add(Kind.WORD, sql.substring(start, position), start);
  }

  private void number() {
    int start = position;
    while (Character.isLetterOrDigit(peek(0)) || peek(0) == '.') {
      position++;
    }
    add(Kind.NUMBER, sql.substring(start, position), start);
  }

  private void quoted() {
    int start = position;
    add(Kind.QUOTED, quotedText('"', false), start);
  }

  private void string(int start, boolean escapes) {
    add(Kind.STRING, quotedText('\'', escapes), start);
  }

  /** The text between quotes; what an escape stands for does not matter, only where it ends. */
  private String quotedText(char quote, boolean escapes) {
    StringBuilder text = new StringBuilder();
    position++;
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c == quote && peek(0) != quote) {
        return text.toString();
      }
      if (c == quote || (escapes && c == '\\')) {
        position++;
      }
      text.append(c);
    }
    throw new UnreadableException("a quote that is not closed");
  }

  private void symbol(char c) {
    int start = position;
    if (c == ':' && peek(1) == ':') {
      position += 2;
    } else if (PUNCTUATION.indexOf(c) >= 0) {
      position++;
    } else if (OPERATOR.indexOf(c) >= 0) {
      while (position < sql.length() && OPERATOR.indexOf(peek(0)) >= 0) {
        position++;
      }
      refuseComment(sql.substring(start, position));
    } else if (c == '$' && Character.isDigit(peek(1))) {
      position++;
      while (Character.isDigit(peek(0))) {
        position++;
      }
    } else {
      throw new UnreadableException("the character " + c);
    }
    add(Kind.SYMBOL, sql.substring(start, position), start);
  }

  private static void refuseComment(String operator) {
    if (operator.contains("--") || operator.contains("/*")) {
      throw new UnreadableException("a comment");
    }
  }
}

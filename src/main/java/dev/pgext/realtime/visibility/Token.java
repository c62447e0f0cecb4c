package dev.pgext.realtime.visibility;

/**
 * A word of SQL.
 *
 * @param text what it means: an identifier or string without its quotes
 * @param start where it begins in the source
 * @param end where what follows it begins
 */
record Token(Kind kind, String text, int start, int end) {

  /** What a token is. */
  enum Kind {
    /** A keyword or an identifier without quotes. */
    WORD,
    /** An identifier in quotes. */
    QUOTED,
    STRING,
    NUMBER,
    /** A parenthesis, a bracket, a comma, a dot, a cast or an operator. */
    SYMBOL
  }

  boolean isIdentifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Whether it is this keyword: the deparser writes them in capitals. */
  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equals(keyword);
  }
}

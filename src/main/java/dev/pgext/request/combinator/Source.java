package dev.pgext.request.combinator;

import dev.pgext.error.LimitError;

/** The text of one parse, and how deep the parse is in it. Confined to that parse. */
public final class Source {
  /** In place of a code point: there is none left. */
  static final int END = -1;

  private static final int TAB_WIDTH = 8;

  private final String text;
  private final String what;
  private final int maxDepth;
  private int depth;
  private long reads;

  /**
   * @param what what may be nested in this text, for the error
   * @param maxDepth how deep it may be nested
   */
  public Source(String text, String what, int maxDepth) {
    this.text = text;
    this.what = what;
    this.maxDepth = maxDepth;
  }

  /** How many characters were looked at: what the parse has cost so far. */
  public long reads() {
    return reads;
  }

  int codePointAt(int offset) {
    reads++;
    return offset < text.length() ? text.codePointAt(offset) : END;
  }

  int length() {
    return text.length();
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  /** Runs a parser one level further down. */
  <T> Reply<T> descend(Parser<T> parser, int offset) {
    if (depth >= maxDepth) {
      throw new LimitError.TooDeep(what, maxDepth).asException();
    }
    depth++;
    try {
      return parser.parse(this, offset);
    } finally {
      depth--;
    }
  }

  /** An offset as Parsec names it: {@code (line 1, column 7)}, counted in code points. */
  public String position(int offset) {
    int line = 1;
    int column = 1;
    for (int codePoint : text.substring(0, offset).codePoints().toArray()) {
      line = codePoint == '\n' ? line + 1 : line;
      column = nextColumn(column, codePoint);
    }
    return "(line " + line + ", column " + column + ")";
  }

  private static int nextColumn(int column, int codePoint) {
    return switch (codePoint) {
      case '\n' -> 1;
      case '\t' -> column + TAB_WIDTH - (column - 1) % TAB_WIDTH;
      default -> column + 1;
    };
  }
}

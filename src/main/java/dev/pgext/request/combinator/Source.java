package dev.pgext.request.combinator;

import dev.pgext.error.LimitError;
import java.util.IdentityHashMap;
import java.util.List;

/** The text of one parse, and how deep the parse is in it. Confined to that parse. */
public final class Source {
  /** In place of a code point: there is none left. */
  static final int END = -1;

  private static final int TAB_WIDTH = 8;

  private final String text;
  private final String what;
  private final int maxDepth;
  private final IdentityHashMap<Parser<?>, Memo<?>> memos = new IdentityHashMap<>();
  private boolean explaining;
  private int depth;
  private long reads;

  /** What a parser last made of this text. */
  private record Memo<T>(int offset, Reply<T> reply) {}

  /**
   * @param what what may be nested in this text, for the error
   * @param maxDepth how deep it may be nested
   */
  public Source(String text, String what, int maxDepth) {
    this.text = text;
    this.what = what;
    this.maxDepth = maxDepth;
  }

  /**
   * Reads the whole with one parser.
   *
   * <p>The first attempt keeps no account of what was expected where; only a text that does not fit
   * is read again with one.
   */
  public <T> Reply<T> read(Parser<T> parser) {
    Reply<T> reply = parser.parse(this, 0);
    if (reply instanceof Reply.Success<T>) {
      return reply;
    }
    memos.clear();
    explaining = true;
    return parser.parse(this, 0);
  }

  /** How many characters were looked at: what the parse has cost so far. */
  public long reads() {
    return reads;
  }

  int codePointAt(int offset) {
    reads++;
    return offset < text.length() ? text.codePointAt(offset) : END;
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  /** Whether account is kept of what was expected where. */
  boolean explaining() {
    return explaining;
  }

  /** The fault of finding {@code codePoint} where {@code expected} should be. */
  Fault found(int offset, int codePoint, List<String> expected) {
    return explaining ? new Fault(offset, codePoint, List.of(), expected) : Fault.UNKNOWN;
  }

  /** The fault of finding {@code codePoint} where it must not be. */
  Fault refused(int offset, int codePoint, List<String> expected) {
    return explaining
        ? new Fault(offset, Fault.NOTHING, List.of(HaskellText.show(codePoint)), expected)
        : Fault.UNKNOWN;
  }

  /** What {@code parser} makes of this offset, or made of it a moment ago. */
  <T> Reply<T> remembered(Parser<T> parser, int offset) {
    @SuppressWarnings("unchecked") // a parser's memo is of its own type
    Memo<T> memo = (Memo<T>) memos.get(parser);
    if (memo != null && memo.offset() == offset) {
      return memo.reply();
    }
    Reply<T> reply = parser.parse(this, offset);
    memos.put(parser, new Memo<>(offset, reply));
    return reply;
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

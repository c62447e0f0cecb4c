package dev.pgext.faults;

/** What of an SQL text is neither a quoted identifier nor a comment: where no value may be. */
final class SqlText {
  private SqlText() {}

  /**
   * The text with each quoted identifier as {@code ""}. String literals stay, with a double quote
   * in them read as text.
   */
  static String withoutIdentifiers(String sql) {
    StringBuilder kept = new StringBuilder();
    int index = 0;
    while (index < sql.length()) {
      char start = sql.charAt(index);
      int end = start == '"' || start == '\'' ? end(sql, index, start) : index + 1;
      kept.append(start == '"' ? "\"\"" : sql.substring(index, end));
      index = end;
    }
    return kept.toString();
  }

  /** Behind the closing quote; a doubled one is none. */
  private static int end(String sql, int start, char quote) {
    int index = start + 1;
    while (index < sql.length()) {
      if (sql.charAt(index) != quote) {
        index++;
      } else if (index + 1 < sql.length() && sql.charAt(index + 1) == quote) {
        index += 2;
      } else {
        return index + 1;
      }
    }
    throw new AssertionError("a quote is open in " + sql);
  }
}

package dev.pgext.sql;

/**
 * Writes SQL that PostgreSQL printed, as {@code pg_get_expr} does, the way pgjdbc wants it: a
 * single question mark is a parameter there, also where it is an operator of jsonb. Such SQL has
 * strings and identifiers in quotes, and neither comments nor dollar quotes.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/query/">pgjdbc: issuing a query</a>
 */
public final class PrintedSql {
  private final String sql;
  private final StringBuilder text;
  private int position;

  private PrintedSql(String sql) {
    this.sql = sql;
    this.text = new StringBuilder(sql.length());
  }

  /** The same with the question marks of operators doubled. */
  public static String escaped(String sql) {
    return sql.indexOf('?') < 0 ? sql : new PrintedSql(sql).escaped();
  }

  private String escaped() {
    while (position < sql.length()) {
      char c = sql.charAt(position);
      if (c == '\'' || c == '"') {
        quoted(c, c == '\'' && escapes());
      } else {
        text.append(c == '?' ? "??" : String.valueOf(c));
        position++;
      }
    }
    return text.toString();
  }

  /** Whether the string that begins here is an {@code E'…'}. */
  private boolean escapes() {
    boolean prefixed = position > 0 && Character.toUpperCase(sql.charAt(position - 1)) == 'E';
    return prefixed && (position == 1 || !Character.isJavaIdentifierPart(sql.charAt(position - 2)));
  }

  /** A doubled quote ends one string and begins the next, which comes to the same. */
  private void quoted(char quote, boolean escapes) {
    int start = position++;
    while (position < sql.length() && sql.charAt(position) != quote) {
      position += escapes && sql.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position + 1, sql.length());
    if (escapes && position < sql.length() && sql.charAt(position) == quote) {
      text.append(sql, start, position);
      quoted(quote, true);
      return;
    }
    text.append(sql, start, position);
  }
}

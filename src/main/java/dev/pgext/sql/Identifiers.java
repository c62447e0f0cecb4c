package dev.pgext.sql;

import dev.pgext.pg.QualifiedName;

/**
 * The one place where a name becomes SQL.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS">PostgreSQL:
 *     identifiers</a>
 */
public final class Identifiers {
  private Identifiers() {}

  /**
   * A quoted identifier; everything from a NUL on is dropped, since PostgreSQL's protocol cannot
   * carry it.
   */
  public static String quote(String name) {
    int end = name.indexOf('\0');
    String text = end < 0 ? name : name.substring(0, end);
    // pgjdbc reads a question mark as a parameter only outside quotes, so it stays as it is.
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** {@code "schema"."name"}, or {@code "name"} where the schema is empty. */
  public static String quote(QualifiedName name) {
    return name.schema().isEmpty()
        ? quote(name.name())
        : quote(name.schema()) + '.' + quote(name.name());
  }

  /**
   * A name of the catalog or of the configuration as a string literal, where SQL takes no
   * parameter: a key of {@code jsonb_build_object}, a setting; never a client's value.
   */
  public static String literal(String name) {
    String text = name.replace("'", "''");
    return text.indexOf('\\') < 0 ? "'" + text + "'" : "E'" + text.replace("\\", "\\\\") + "'";
  }

  /** Quoted identifiers joined by commas. */
  public static String list(Iterable<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : ", ").append(quote(name));
    }
    return text.toString();
  }
}

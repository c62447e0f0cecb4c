package dev.pgext.migrate.script;

import java.util.List;

/**
 * Cuts a script into its statements where {@code psql} would: at semicolons outside quotes,
 * comments, parentheses and SQL bodies of functions.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL:
 *     lexical structure</a>
 */
public final class SqlScript {

  private SqlScript() {}

  /**
   * The statements, in order; empty ones are left out.
   *
   * @throws ScriptException where something is opened and not closed, or is psql's and not SQL
   */
  public static List<SqlStatement> split(String script) {
    return new Splitter(script).run();
  }
}

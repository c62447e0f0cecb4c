package dev.pgext.migrate;

import dev.pgext.migrate.script.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CREATE INDEX CONCURRENTLY that was interrupted leaves an index behind that costs and does not
 * help; the next one of its name fails. It is dropped before it is built anew.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">
 *     PostgreSQL: building indexes concurrently</a>
 */
final class InvalidIndexes {
  private static final String SPACE = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)+";
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\w$\\x{80}-\\x{10ffff}]+)";
  private static final Pattern CREATION =
      Pattern.compile(
          "create"
              + SPACE
              + "(?:unique"
              + SPACE
              + ")?index"
              + SPACE
              + "concurrently"
              + SPACE
              + "(?:if"
              + SPACE
              + "not"
              + SPACE
              + "exists"
              + SPACE
              + ")?(?<index>"
              + NAME
              + ")"
              + SPACE
              + "on"
              + SPACE
              + "(?:only"
              + SPACE
              + ")?(?<table>"
              + NAME
              + "(?:\\s*\\.\\s*"
              + NAME
              + ")?).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String LEFT_BEHIND =
      """
      SELECT i.indexrelid::regclass::text
      FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
      WHERE NOT i.indisvalid AND c.relkind = 'i'
        AND i.indrelid = pg_catalog.to_regclass(?)
        AND (c.relname = (pg_catalog.parse_ident(?))[1])
      """;

  private final Session session;
  private final Consumer<MigrationEvent> listener;

  InvalidIndexes(Session session, Consumer<MigrationEvent> listener) {
    this.session = session;
    this.listener = listener;
  }

  /** Drops what an interrupted run of this statement left. */
  void dropLeftBehind(SqlStatement statement) throws SQLException {
    Matcher creation = CREATION.matcher(statement.text());
    if (!creation.matches()) {
      return;
    }
    List<String> left =
        session.query(
            row -> row.getString(1), LEFT_BEHIND, creation.group("table"), creation.group("index"));
    for (String index : left) {
      listener.accept(
          new MigrationEvent.Note("index " + index + " was left invalid: it is built anew"));
      session.execute("DROP INDEX CONCURRENTLY " + index);
    }
  }
}

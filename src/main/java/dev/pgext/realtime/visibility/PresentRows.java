package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.sql.Identifiers;
import dev.pgext.sql.SqlFragment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks a table's policies about row images where their text cannot be asked: PostgreSQL stores
 * policies parsed, so that a role reads the table without USAGE of the schemas that they refer to,
 * but could not write those names itself.
 *
 * <p>A row of the table that the role sees proves that it may see an image with the same key that
 * equals it in all that the policies read. What was deleted since, or differs, is hidden.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-rowsecurity.html">PostgreSQL: row
 *     security policies</a>
 */
final class PresentRows {
  private static final String IMAGE = "\"pgext image\"";
  private static final String PRESENT = "\"pgext present\"";

  private PresentRows() {}

  /** The query for policies whose condition is known, but cannot be asked. */
  static RowQuery query(TableShape table, TableFacts facts, SqlFragment policies) {
    RowQuery read = RowQuery.of(table, facts, policies);
    List<TableFacts.Column> sent =
        facts.columns().stream()
            .filter(column -> table.indexOf(column.name()) >= 0)
            .filter(column -> column.key() || read.sent().contains(table.indexOf(column.name())))
            .toList();
    String equal = sent.stream().map(PresentRows::equal).collect(Collectors.joining(" AND "));
    // The limit keeps PostgreSQL from reading the whole table: each row is found by its key.
    String rows =
        "%s, LATERAL (SELECT FROM %s AS %s WHERE %s LIMIT 1) AS found"
            .formatted(Images.of(sent, IMAGE), Identifiers.quote(table.name()), PRESENT, equal);
    return new RowQuery(
        SqlFragment.of(Images.answers(rows)),
        sent.stream().map(column -> table.indexOf(column.name())).toList(),
        read.answerable());
  }

  /** Keys by their index; others to the letter, for values that are equal need not be the same. */
  private static String equal(TableFacts.Column column) {
    String name = Identifiers.quote(column.name());
    if (column.key()) {
      return "%s.%s = %s.%s".formatted(PRESENT, name, IMAGE, name);
    }
    return "(%s.%s)::pg_catalog.text COLLATE \"C\" IS NOT DISTINCT FROM (%s.%s)::pg_catalog.text"
        .formatted(PRESENT, name, IMAGE, name);
  }
}

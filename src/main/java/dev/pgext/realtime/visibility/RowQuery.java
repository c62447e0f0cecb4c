package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.sql.Bind;
import dev.pgext.sql.Identifiers;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the rows of a table, as a SELECT over row images instead of the table: {@code
 * SELECT … FROM (SELECT … FROM unnest(?::integer[], …)) AS table WHERE condition}.
 *
 * <p>Only the columns that the condition reads are sent, each as an array that its type's own input
 * function reads, so values are exact for every type and a column that was added since does not
 * matter. Columns that PostgreSQL did not send because it computes them are computed. The condition
 * stands in WHERE, where PostgreSQL asks what is cheap first, as it does with a table's policies.
 *
 * @param template everything but the condition's own binds and the arrays
 * @param sent positions in the shape of the columns that are sent, in the order of the arrays
 * @param answerable whether all that is read is in the shape
 */
record RowQuery(SqlFragment template, List<Integer> sent, boolean answerable) {
  /** How many answers are in one number: rows of its place among such, and a bit for each seen. */
  static final int ANSWERS = 60;

  RowQuery {
    sent = List.copyOf(sent);
  }

  /** The query for a condition on a table. */
  static RowQuery of(TableShape table, TableFacts facts, SqlFragment condition) {
    return new Builder(table, facts, condition).build();
  }

  /** Whether an image has everything that the condition reads. */
  boolean isAnswerable(Tuple image) {
    if (!answerable) {
      return false;
    }
    for (int column : sent) {
      if (image.isUnchanged(column)) {
        return false;
      }
    }
    return true;
  }

  /** The values of an image that the condition reads. */
  List<@Nullable String> values(Tuple image) {
    List<@Nullable String> values = new ArrayList<>(sent.size());
    for (int column : sent) {
      values.add(image.text(column));
    }
    return values;
  }

  /** The query for these images' values. */
  SqlFragment over(List<List<@Nullable String>> images) {
    List<Bind> parameters = new ArrayList<>();
    for (int column = 0; column < sent.size(); column++) {
      parameters.add(new Bind.Text(array(images, column)));
    }
    parameters.addAll(template.parameters());
    return new SqlFragment(template.text(), parameters);
  }

  private static String array(List<List<@Nullable String>> images, int column) {
    StringBuilder text = new StringBuilder("{");
    for (List<@Nullable String> image : images) {
      text.append(text.length() == 1 ? "" : ",");
      append(text, image.get(column));
    }
    return text.append('}').toString();
  }

  private static void append(StringBuilder text, @Nullable String value) {
    if (value == null) {
      text.append("NULL");
      return;
    }
    text.append('"');
    for (int index = 0; index < value.length(); index++) {
      char c = value.charAt(index);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  /** Puts the query together. Confined to one thread. */
  private static final class Builder {
    private final TableShape table;
    private final TableFacts facts;
    private final SqlFragment condition;
    private final Reads reads;
    private final String alias;
    private final List<TableFacts.Column> sent = new ArrayList<>();
    private final List<TableFacts.Column> computed = new ArrayList<>();
    private boolean answerable = true;

    Builder(TableShape table, TableFacts facts, SqlFragment condition) {
      this.table = table;
      this.facts = facts;
      this.condition = condition;
      this.reads = Reads.of(table.name(), condition.text());
      this.alias = Identifiers.quote(table.name().name());
    }

    RowQuery build() {
      for (TableFacts.Column column : facts.columns()) {
        if (reads.reads(column.name()) && table.indexOf(column.name()) < 0) {
          compute(column);
        }
      }
      for (TableFacts.Column column : facts.columns()) {
        if (isRead(column.name()) && table.indexOf(column.name()) >= 0) {
          sent.add(column);
        }
      }
      return new RowQuery(
          new SqlFragment(text(), condition.parameters()),
          sent.stream().map(column -> table.indexOf(column.name())).toList(),
          answerable);
    }

    private void compute(TableFacts.Column column) {
      if (column.generation() == null) {
        answerable = false;
      } else {
        computed.add(column);
      }
    }

    private boolean isRead(String column) {
      return reads.reads(column)
          || computed.stream()
              .map(TableFacts.Column::generation)
              .anyMatch(
                  generation ->
                      generation != null && Reads.of(table.name(), generation).reads(column));
    }

    private String text() {
      return Images.answers(row() + " WHERE " + condition.text());
    }

    private String row() {
      String row = computed.isEmpty() ? Images.of(sent, alias) : generated();
      return reads.wholeRow() ? asRow(row) : row;
    }

    private String generated() {
      String columns =
          computed.stream()
              .map(column -> "(" + column.generation() + ") AS " + Identifiers.quote(column.name()))
              .collect(Collectors.joining(", "));
      return "(SELECT %s.*, %s FROM %s) AS %s"
          .formatted(alias, columns, Images.of(sent, alias), alias);
    }

    /** A function's result has the table's row type, a subquery's has not. */
    private String asRow(String row) {
      String columns =
          facts.columns().stream()
              .map(column -> Identifiers.quote(column.name()))
              .collect(Collectors.joining(", "));
      return """
          (SELECT ROW(%s)::%s AS "pgext row", %s FROM %s) AS "pgext rows", \
          LATERAL pg_catalog.unnest(ARRAY[%s]) AS %s"""
          .formatted(
              columns,
              Identifiers.quote(table.name()),
              Images.ORDINAL,
              row,
              "\"pgext rows\".\"pgext row\"",
              alias);
    }
  }
}

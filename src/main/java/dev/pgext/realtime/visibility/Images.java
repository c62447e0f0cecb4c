package dev.pgext.realtime.visibility;

import dev.pgext.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * Row images as a piece of SQL: arrays of their values, a column each, that each type's own input
 * function reads, beside their place among each other.
 */
final class Images {
  /** The column that has an image's place, from 1. */
  static final String ORDINAL = "\"pgext ordinal\"";

  private Images() {}

  /** The images' columns under an alias; their arrays are binds, in the same order. */
  static String of(List<TableFacts.Column> sent, String alias) {
    if (sent.isEmpty()) {
      return "(SELECT 1::pg_catalog.int8 AS " + ORDINAL + ") AS " + alias;
    }
    List<String> columns = new ArrayList<>();
    List<String> arrays = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (TableFacts.Column column : sent) {
      String name = "c" + names.size();
      boolean inArray = column.arrayType() != null;
      names.add(name);
      arrays.add("pg_catalog.unnest(?::%s)".formatted(inArray ? column.arrayType() : "text[]"));
      columns.add(
          "i.%s%s AS %s"
              .formatted(
                  name, inArray ? "" : "::" + column.type(), Identifiers.quote(column.name())));
    }
    return "(SELECT %s, i.n AS %s FROM ROWS FROM (%s) WITH ORDINALITY AS i(%s, n)) AS %s"
        .formatted(
            String.join(", ", columns),
            ORDINAL,
            String.join(", ", arrays),
            String.join(", ", names),
            alias);
  }

  /** Which of the images are among these rows, {@link RowQuery#ANSWERS} bits a row. */
  static String answers(String rows) {
    return """
        SELECT a.n / %d, pg_catalog.bit_or(1::pg_catalog.int8 << (a.n %% %d)::pg_catalog.int4)
        FROM (SELECT %s - 1 AS n FROM %s) AS a
        GROUP BY a.n / %d"""
        .formatted(RowQuery.ANSWERS, RowQuery.ANSWERS, ORDINAL, rows, RowQuery.ANSWERS);
  }
}

package dev.pgext.plan;

import dev.pgext.request.Field;
import dev.pgext.request.SelectItem.AggregateFunction;
import dev.pgext.request.SelectItem.FieldItem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves the fields of a {@code select=}, and names those that SQL would name badly. */
final class SelectList {
  private static final String STAR = "*";

  private final ColumnResolver columns;

  SelectList(ColumnResolver columns) {
    this.columns = columns;
  }

  /** How a star is written. */
  enum Stars {
    /** As {@code *}, unless a representation asks for the single columns. */
    KEEP,
    /** As the single columns: a GROUP BY or an array for each column needs them. */
    EXPAND
  }

  /** The columns of a SELECT list. */
  List<SelectColumn> columns(LinkedNode node, boolean spread, Stars stars) {
    boolean expand = stars == Stars.EXPAND || columns.represented(node.row());
    return node.fields().stream()
        .flatMap(
            field ->
                expand && plainStar(field)
                    ? expanded(node.row(), field)
                    : Stream.of(one(node.row(), field, spread)))
        .toList();
  }

  private static boolean plainStar(FieldItem item) {
    return item.field().name().equals(STAR) && item.aggregate() == null;
  }

  private Stream<SelectColumn> expanded(RowType row, FieldItem star) {
    List<ColumnRef> all = columns.all(row);
    return all.isEmpty()
        ? Stream.of(select(ColumnRef.unknown(STAR), star, star.alias()))
        : all.stream().map(column -> select(column, star, alias(column, star, false)));
  }

  private SelectColumn one(RowType row, FieldItem item, boolean spread) {
    ColumnRef column = columns.selected(row, item.field());
    if (spread && column.star() && item.aggregate() == AggregateFunction.COUNT) {
      // Outside, "*" would count the rows of all spreads together; the row itself counts its own.
      column = new ColumnRef(STAR, null, List.of(), false, null, true);
    }
    return select(column, item, alias(column, item, spread));
  }

  private static SelectColumn select(ColumnRef column, FieldItem item, @Nullable String alias) {
    return new SelectColumn(column, item.cast(), item.aggregate(), item.aggregateCast(), alias);
  }

  private static @Nullable String alias(ColumnRef column, FieldItem item, boolean spread) {
    if (item.alias() != null) {
      return item.alias();
    }
    if (item.aggregate() != null) {
      return spread ? item.aggregate().name().toLowerCase(Locale.ROOT) : null;
    }
    if (!column.jsonPath().isEmpty()) {
      return lastKey(column);
    }
    return column.transform() == null ? null : column.name();
  }

  /** {@code data->1->color->>2} is answered as {@code color}, {@code data->1} as {@code data}. */
  private static String lastKey(ColumnRef column) {
    for (Field.JsonStep step : column.jsonPath().reversed()) {
      if (step.operand() instanceof Field.JsonOperand.Key key) {
        return key.name();
      }
    }
    return column.name();
  }
}

package dev.pgext.plan;

import dev.pgext.pg.QualifiedName;
import dev.pgext.request.OrderTerm;
import dev.pgext.request.RowRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT: the root, or an embed inside another one.
 *
 * @param source what it reads
 * @param qualifier the name by which its columns are qualified: the alias, else the relation itself
 * @param select its own columns; empty selects all where there is no embed either, else none
 * @param orderSelects columns that a to-many spread must select to be able to order by them later
 * @param where conditions joined by AND, those that join it to its parent excluded
 * @param joins conditions that join it to its parent (or its junction), empty for the root and for
 *     computed relationships
 * @param embeds in the order in which they are selected
 */
public record ReadNode(
    Source source,
    Qualifier qualifier,
    List<SelectColumn> select,
    List<OrderSelect> orderSelects,
    List<Condition> where,
    List<JoinCondition> joins,
    List<OrderBy> order,
    RowRange range,
    List<Embed> embeds) {
  public ReadNode {
    select = List.copyOf(select);
    orderSelects = List.copyOf(orderSelects);
    where = List.copyOf(where);
    joins = List.copyOf(joins);
    order = List.copyOf(order);
    embeds = List.copyOf(embeds);
  }

  /** The same SELECT of other columns and embeds. */
  public ReadNode withSelect(List<SelectColumn> columns, List<Embed> inside) {
    return new ReadNode(
        source, qualifier, columns, orderSelects, where, joins, order, range, inside);
  }

  /** The same SELECT without an order of its own: {@code columns} let an outer one order it. */
  public ReadNode orderedOutside(List<OrderSelect> columns) {
    return new ReadNode(source, qualifier, select, columns, where, joins, List.of(), range, embeds);
  }

  /** What stands behind FROM. */
  public sealed interface Source {
    /** A relation; {@code junction} is joined implicitly for a many-to-many embed. */
    record OfRelation(
        QualifiedName relation, @Nullable String alias, @Nullable QualifiedName junction)
        implements Source {}

    /**
     * The rows that the mutation or call of the same statement returned, under {@code alias}.
     *
     * @param rowType the relation whose rows they are, for names and types
     */
    record OfResult(QualifiedName rowType, String alias) implements Source {}

    /** {@code function(parent::relation)}. */
    record OfComputed(
        QualifiedName function, Qualifier parent, QualifiedName relation, @Nullable String alias)
        implements Source {}
  }

  /** A name before a column: an alias, or a relation with its schema. */
  public record Qualifier(@Nullable String schema, String name) {
    /** A plain alias. */
    public static Qualifier alias(String alias) {
      return new Qualifier(null, alias);
    }

    /** A relation with its schema. */
    public static Qualifier of(QualifiedName relation) {
      return new Qualifier(relation.schema(), relation.name());
    }
  }

  /** {@code left.leftColumn = right.rightColumn}. */
  public record JoinCondition(
      Qualifier left, String leftColumn, Qualifier right, String rightColumn) {}

  /**
   * A column selected only to be ordered by; {@code relation} is the alias of the related embed
   * where it is a related order.
   */
  public record OrderSelect(@Nullable String relation, SelectColumn column) {}

  /**
   * A term of ORDER BY; {@code relation} is the alias of an embed for a related order, else null.
   */
  public record OrderBy(
      @Nullable String relation,
      ColumnRef column,
      OrderTerm.@Nullable Direction direction,
      OrderTerm.@Nullable Nulls nulls) {}
}

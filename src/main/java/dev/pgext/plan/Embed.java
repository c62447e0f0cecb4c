package dev.pgext.plan;

import dev.pgext.catalog.Relationship;
import dev.pgext.request.SelectItem.AggregateFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource inside another: a lateral join, and what the outer SELECT takes from it.
 *
 * @param alias of the join, unique in the statement
 * @param name under which the client knows it: its alias, else the relation
 * @param inner whether rows without it are left out ({@code !inner})
 */
public record Embed(
    ReadNode node,
    Relationship relationship,
    String alias,
    String name,
    boolean inner,
    Shape shape) {

  /** The same embed with another appearance. */
  public Embed withShape(Shape other) {
    return new Embed(node, relationship, alias, name, inner, other);
  }

  /** How its rows appear in the outer row. */
  public sealed interface Shape {
    /**
     * One object under the embed's name; {@code hidden} where only its existence counts: {@code
     * clients()}.
     */
    record JsonObject(boolean hidden) implements Shape {}

    /** An array under the embed's name; {@code hidden} as for an object. */
    record JsonArray(boolean hidden) implements Shape {}

    /** Its columns become the outer row's. */
    record SpreadOne(List<SpreadColumn> columns) implements Shape {
      public SpreadOne {
        columns = List.copyOf(columns);
      }
    }

    /** Its columns become arrays in the outer row, each ordered by {@code order}. */
    record SpreadMany(List<SpreadColumn> columns, List<ReadNode.OrderBy> order) implements Shape {
      public SpreadMany {
        columns = List.copyOf(columns);
        order = List.copyOf(order);
      }
    }
  }

  /**
   * A spread column: its name inside the embed, the aggregate hoisted from there, its alias
   * outside.
   *
   * @param name {@code *} for all columns
   */
  public record SpreadColumn(
      String name,
      @Nullable AggregateFunction aggregate,
      @Nullable String aggregateCast,
      @Nullable String alias) {}
}

package dev.pgext.plan;

import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The columns that a mutation or call must return for the read over it to work: those selected,
 * those of a call that are filtered by, and those that embeds join by. What is ordered by must be
 * selected.
 *
 * <p>Asking for no more than that lets a role without SELECT on the rest do its work.
 */
final class ReturnedColumns {
  private static final List<String> ALL = List.of("*");

  private ReturnedColumns() {}

  /**
   * Names without duplicates, sorted; {@code *} alone for all columns.
   *
   * @param primaryKey of the relation, for the Location header; empty for a call
   */
  static List<String> of(ReadNode tree, Collection<String> primaryKey) {
    if (tree.select().stream().anyMatch(column -> column.column().name().equals("*"))
        || tree.embeds().stream().anyMatch(ReturnedColumns::computed)) {
      return ALL;
    }
    NavigableSet<String> names = new TreeSet<>(primaryKey);
    tree.select().forEach(column -> names.add(column.column().name()));
    tree.embeds().forEach(embed -> joins(embed.relationship()).forEach(names::add));
    return List.copyOf(names);
  }

  /** The same for a call, whose rows are filtered after it; empty for all columns. */
  static List<String> ofCall(ReadNode tree) {
    List<String> names = of(tree, List.of());
    if (names.equals(ALL) || names.isEmpty()) {
      return List.of();
    }
    NavigableSet<String> all = new TreeSet<>(names);
    tree.where().stream().flatMap(ReturnedColumns::compared).forEach(all::add);
    return List.copyOf(all);
  }

  /** What a computed relationship's function looks at is unknown. */
  private static boolean computed(Embed embed) {
    return embed.relationship() instanceof Computed;
  }

  private static List<String> joins(Relationship relationship) {
    if (!(relationship instanceof ForeignKey key)) {
      return List.of();
    }
    List<ColumnPair> columns =
        switch (key.cardinality()) {
          case Cardinality.OneToMany many -> many.columns();
          case Cardinality.ManyToOne one -> one.columns();
          case Cardinality.OneToOne one -> one.columns();
          case Cardinality.ManyToMany many -> many.junction().sourceColumns();
        };
    return columns.stream().map(ColumnPair::column).toList();
  }

  private static Stream<String> compared(Condition condition) {
    return switch (condition) {
      case Condition.Compare compare -> Stream.of(compare.column().name());
      case Condition.And and -> and.conditions().stream().flatMap(ReturnedColumns::compared);
      case Condition.Or or -> or.conditions().stream().flatMap(ReturnedColumns::compared);
      case Condition.Not not -> compared(not.condition());
      case Condition.NullEmbed embed -> Stream.empty();
    };
  }
}

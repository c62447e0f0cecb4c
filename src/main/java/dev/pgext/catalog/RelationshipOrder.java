package dev.pgext.catalog;

import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which an ambiguous embed lists its choices: by field, as PostgREST's records sort.
 */
final class RelationshipOrder {
  private static final Comparator<List<ColumnPair>> PAIRS =
      NameOrder.lists(
          Comparator.comparing(ColumnPair::column).thenComparing(ColumnPair::targetColumn));

  private static final Comparator<Junction> JUNCTIONS =
      Comparator.comparing(Junction::table, NameOrder.NAMES)
          .thenComparing(Junction::sourceConstraint)
          .thenComparing(Junction::targetConstraint)
          .thenComparing(Junction::sourceColumns, PAIRS)
          .thenComparing(Junction::targetColumns, PAIRS);

  private static final Comparator<ForeignKey> FOREIGN_KEYS =
      Comparator.comparing(ForeignKey::relation, NameOrder.NAMES)
          .thenComparing(ForeignKey::target, NameOrder.NAMES)
          .thenComparing(ForeignKey::self)
          .thenComparing(ForeignKey::cardinality, RelationshipOrder::cardinalities)
          .thenComparing(ForeignKey::relationIsView)
          .thenComparing(ForeignKey::targetIsView);

  private static final Comparator<Computed> COMPUTED =
      Comparator.comparing(Computed::function, NameOrder.NAMES)
          .thenComparing(Computed::relation, NameOrder.NAMES)
          .thenComparing(Computed::target, NameOrder.NAMES);

  /** Foreign keys first, then computed ones. */
  static final Comparator<Relationship> ALL = RelationshipOrder::relationships;

  private RelationshipOrder() {}

  private static int relationships(Relationship left, Relationship right) {
    if (left instanceof ForeignKey first && right instanceof ForeignKey second) {
      return FOREIGN_KEYS.compare(first, second);
    }
    if (left instanceof Computed first && right instanceof Computed second) {
      return COMPUTED.compare(first, second);
    }
    return left instanceof ForeignKey ? -1 : 1;
  }

  private static int cardinalities(Cardinality left, Cardinality right) {
    if (left instanceof Cardinality.ManyToMany first
        && right instanceof Cardinality.ManyToMany second) {
      return JUNCTIONS.compare(first.junction(), second.junction());
    }
    int order = Integer.compare(rank(left), rank(right));
    if (order != 0) {
      return order;
    }
    order = constraint(left).compareTo(constraint(right));
    if (order != 0) {
      return order;
    }
    order = PAIRS.compare(columns(left), columns(right));
    return order != 0 ? order : Boolean.compare(parent(left), parent(right));
  }

  private static int rank(Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> 0;
      case Cardinality.ManyToOne many -> 1;
      case Cardinality.OneToOne one -> 2;
      case Cardinality.ManyToMany many -> 3;
    };
  }

  private static String constraint(Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> many.constraint();
      case Cardinality.ManyToOne many -> many.constraint();
      case Cardinality.OneToOne one -> one.constraint();
      case Cardinality.ManyToMany many -> many.junction().sourceConstraint();
    };
  }

  private static List<ColumnPair> columns(Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> many.columns();
      case Cardinality.ManyToOne many -> many.columns();
      case Cardinality.OneToOne one -> one.columns();
      case Cardinality.ManyToMany many -> many.junction().sourceColumns();
    };
  }

  private static boolean parent(Cardinality cardinality) {
    return cardinality instanceof Cardinality.OneToOne one && one.parent();
  }
}

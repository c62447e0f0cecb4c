package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.List;

/**
 * A way from one relation to another that an embed can take.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html">PostgREST:
 *     embedding</a>
 */
public sealed interface Relationship {
  /** Where the embed starts. */
  QualifiedName relation();

  /** What it embeds. */
  QualifiedName target();

  /** Whether both ends are the same relation. */
  boolean self();

  /** Whether at most one row of the target belongs to a row of the relation. */
  boolean toOne();

  /** Through a foreign key, of the tables themselves or of those under a view. */
  record ForeignKey(
      QualifiedName relation,
      QualifiedName target,
      boolean self,
      Cardinality cardinality,
      boolean relationIsView,
      boolean targetIsView)
      implements Relationship {
    @Override
    public boolean toOne() {
      return switch (cardinality) {
        case Cardinality.ManyToOne many -> true;
        case Cardinality.OneToOne one -> true;
        case Cardinality.OneToMany one -> false;
        case Cardinality.ManyToMany many -> false;
      };
    }
  }

  /**
   * Through a function from a row of the relation to rows of the target; the embed has the
   * function's name.
   */
  record Computed(
      QualifiedName function,
      QualifiedName relation,
      QualifiedName target,
      boolean toOne,
      boolean self)
      implements Relationship {}

  /** How many rows each end has. */
  sealed interface Cardinality {
    /** The target has the foreign key. */
    record OneToMany(String constraint, List<ColumnPair> columns) implements Cardinality {
      public OneToMany {
        columns = List.copyOf(columns);
      }
    }

    /** The relation has the foreign key. */
    record ManyToOne(String constraint, List<ColumnPair> columns) implements Cardinality {
      public ManyToOne {
        columns = List.copyOf(columns);
      }
    }

    /** A foreign key on unique columns; {@code parent} is true where the target has the key. */
    record OneToOne(String constraint, List<ColumnPair> columns, boolean parent)
        implements Cardinality {
      public OneToOne {
        columns = List.copyOf(columns);
      }
    }

    /** Both ends are referenced by a junction whose key contains both foreign keys. */
    record ManyToMany(Junction junction) implements Cardinality {}
  }

  /** A column of the relation (or of the first end) and the column it equals. */
  record ColumnPair(String column, String targetColumn) {
    static List<ColumnPair> swapped(List<ColumnPair> pairs) {
      return pairs.stream()
          .map(pair -> new ColumnPair(pair.targetColumn(), pair.column()))
          .toList();
    }
  }

  /**
   * The table between two ends.
   *
   * @param sourceColumns pairs of (relation's column, junction's column)
   * @param targetColumns pairs of (target's column, junction's column)
   */
  record Junction(
      QualifiedName table,
      String sourceConstraint,
      String targetConstraint,
      List<ColumnPair> sourceColumns,
      List<ColumnPair> targetColumns) {
    public Junction {
      sourceColumns = List.copyOf(sourceColumns);
      targetColumns = List.copyOf(targetColumns);
    }
  }
}

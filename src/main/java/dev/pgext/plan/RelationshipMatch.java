package dev.pgext.plan;

import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a relationship is one that {@code target!hint} may mean.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html#foreign-key-joins-on-multiple-foreign-key-relationships">PostgREST:
 *     several foreign keys</a>
 */
record RelationshipMatch(String target, @Nullable String hint) {

  boolean test(Relationship relationship) {
    return switch (relationship) {
      case Computed computed -> target.equals(computed.function().name());
      case ForeignKey key -> key.self() ? self(key) : other(key);
    };
  }

  /**
   * One foreign key makes two relationships of a table with itself. The table's name means the rows
   * that refer to a row, the column's name the row that it refers to.
   */
  private boolean self(ForeignKey key) {
    boolean children =
        target.equals(key.target().name()) && key.cardinality() instanceof Cardinality.OneToMany;
    if (hint != null) {
      return children && isOnlyTargetColumn(hint, key.cardinality());
    }
    return children
        || (key.cardinality() instanceof Cardinality.ManyToOne
            && isOnlyColumn(target, key.cardinality()));
  }

  private boolean other(ForeignKey key) {
    boolean named = target.equals(key.target().name());
    Cardinality cardinality = key.cardinality();
    if (hint == null) {
      return named
          || (!key.targetIsView()
              && (isConstraint(target, cardinality) || isOnlyColumn(target, cardinality)));
    }
    return named
        && (isConstraint(hint, cardinality)
            || isOnlyColumn(hint, cardinality)
            || isOnlyTargetColumn(hint, cardinality)
            || isJunction(hint, cardinality));
  }

  private static boolean isConstraint(String name, Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> many.constraint().equals(name);
      case Cardinality.ManyToOne one -> one.constraint().equals(name);
      case Cardinality.OneToOne one -> one.constraint().equals(name);
      case Cardinality.ManyToMany many -> false;
    };
  }

  private static boolean isJunction(String name, Cardinality cardinality) {
    return cardinality instanceof Cardinality.ManyToMany many
        && many.junction().table().name().equals(name);
  }

  private static boolean isOnlyColumn(String name, Cardinality cardinality) {
    List<ColumnPair> columns = keyColumns(cardinality);
    return columns.size() == 1 && columns.get(0).column().equals(name);
  }

  private static boolean isOnlyTargetColumn(String name, Cardinality cardinality) {
    List<ColumnPair> columns = keyColumns(cardinality);
    return columns.size() == 1 && columns.get(0).targetColumn().equals(name);
  }

  private static List<ColumnPair> keyColumns(Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> many.columns();
      case Cardinality.ManyToOne one -> one.columns();
      case Cardinality.OneToOne one -> one.columns();
      case Cardinality.ManyToMany many -> List.of();
    };
  }
}

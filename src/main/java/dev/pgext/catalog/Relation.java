package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table, view, materialized view, foreign table or partitioned table. Insertable, updatable and
 * deletable say what the kind of relation allows, not what a role may do.
 *
 * @param primaryKey its columns, sorted as PostgREST does; of a view, those it takes from its base
 *     tables
 * @param columns in their order in the relation
 */
public record Relation(
    QualifiedName name,
    Kind kind,
    @Nullable String description,
    boolean insertable,
    boolean updatable,
    boolean deletable,
    List<String> primaryKey,
    Map<String, Column> columns) {

  /** What {@code pg_class.relkind} says, as far as the API cares. */
  public enum Kind {
    TABLE,
    VIEW
  }

  public Relation {
    primaryKey = List.copyOf(primaryKey);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** The column of that name, or null. */
  public @Nullable Column column(String column) {
    return columns.get(column);
  }
}

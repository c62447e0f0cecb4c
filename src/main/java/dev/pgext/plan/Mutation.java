package dev.pgext.plan;

import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Payload;
import dev.pgext.request.Preferences.Resolution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that changes rows. {@code returning} names the columns that the read over it needs;
 * empty where nothing but their number is needed.
 */
public sealed interface Mutation {
  /** The relation. */
  QualifiedName relation();

  /** Columns for RETURNING; {@code *} alone for all. */
  List<String> returning();

  /** The body's rows and the columns taken from them. */
  record Body(Payload payload, List<BodyColumn> columns, boolean applyDefaults) {
    public Body {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column set from the body.
   *
   * @param column with {@code transform} where a representation parses the JSON value
   * @param type SQL text of the type the value has in the body: {@code json} for a representation,
   *     else the column's
   * @param defaultExpression SQL text of the column's default, for {@code missing=default}
   */
  record BodyColumn(ColumnRef column, String type, @Nullable String defaultExpression) {}

  /** What happens on a duplicate key. */
  record OnConflict(Resolution resolution, List<String> columns) {
    public OnConflict {
      columns = List.copyOf(columns);
    }
  }

  /** POST. */
  record Insert(
      QualifiedName relation, Body body, @Nullable OnConflict onConflict, List<String> returning)
      implements Mutation {
    public Insert {
      returning = List.copyOf(returning);
    }
  }

  /** PUT: one row, whose key must be the one of the filters. */
  record Upsert(
      QualifiedName relation,
      Body body,
      List<String> primaryKey,
      List<Condition> where,
      List<String> returning)
      implements Mutation {
    public Upsert {
      primaryKey = List.copyOf(primaryKey);
      where = List.copyOf(where);
      returning = List.copyOf(returning);
    }
  }

  /** PATCH. */
  record Update(QualifiedName relation, Body body, List<Condition> where, List<String> returning)
      implements Mutation {
    public Update {
      where = List.copyOf(where);
      returning = List.copyOf(returning);
    }
  }

  /** DELETE. */
  record Delete(QualifiedName relation, List<Condition> where, List<String> returning)
      implements Mutation {
    public Delete {
      where = List.copyOf(where);
      returning = List.copyOf(returning);
    }
  }
}

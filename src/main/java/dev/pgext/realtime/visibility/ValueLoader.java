package dev.pgext.realtime.visibility;

import dev.pgext.error.ApiException;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.realtime.visibility.ViewerTransaction.Results;
import dev.pgext.sql.PrintedSql;
import dev.pgext.sql.SqlFragment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has PostgreSQL compute what policies make of a viewer's role and claims, in one round trip: so
 * casts, JSON operators and the database's own functions mean exactly what they mean there.
 */
final class ValueLoader {
  private final ConnectionPool pool;

  ValueLoader(ConnectionPool pool) {
    this.pool = pool;
  }

  /** The values of expressions; none where one raises an error. */
  Optional<List<ViewerValue>> load(
      ViewerSettings settings, Viewer viewer, List<ViewerExpression> expressions) {
    if (expressions.isEmpty()) {
      return Optional.of(List.of());
    }
    ViewerTransaction script =
        new ViewerTransaction()
            .add(ViewerSetup.canonical(settings, viewer))
            .add(SqlFragment.of(query(expressions)));
    try {
      return Optional.of(
          pool.use(connection -> script.run(connection, results -> read(results, expressions))));
    } catch (ApiException failure) {
      if (failure.error() instanceof UnavailableError) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  private static String query(List<ViewerExpression> expressions) {
    List<String> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < expressions.size(); index++) {
      ViewerExpression expression = expressions.get(index);
      String name = "v.p" + index;
      values.add("(" + PrintedSql.escaped(expression.sql()) + ") AS p" + index);
      texts.add("pg_catalog.pg_typeof(" + name + ")::oid::int8");
      texts.add(
          switch (expression.form()) {
            case SCALAR -> name + "::text";
            case ARRAY -> "pg_catalog.array_to_json(" + name + "::text[])::text";
          });
    }
    return "SELECT %s FROM (SELECT %s) AS v"
        .formatted(String.join(", ", texts), String.join(", ", values));
  }

  private static List<ViewerValue> read(Results results, List<ViewerExpression> expressions)
      throws SQLException {
    results.skip();
    return results.rows(row -> values(row, expressions.size())).get(0);
  }

  private static List<ViewerValue> values(ResultSet row, int count) throws SQLException {
    List<ViewerValue> values = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      values.add(new ViewerValue((int) row.getLong(2 * index + 1), row.getString(2 * index + 2)));
    }
    return values;
  }
}

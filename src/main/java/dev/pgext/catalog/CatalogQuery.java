package dev.pgext.catalog;

import dev.pgext.config.Config;
import dev.pgext.pg.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All catalog queries as one string of statements, so that they cost one network round trip and see
 * one snapshot. Confined to the loading thread.
 */
final class CatalogQuery {
  private static final String OPENING = script("begin", "settings");
  private static final String QUERIES =
      script(
          "types",
          "relations",
          "columns",
          "constraints",
          "views",
          "routines",
          "row_functions",
          "representations",
          "media_handlers",
          "operators",
          "casts");

  private final PreparedStatement statement;

  private CatalogQuery(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Runs the queries in the connection's transaction, of which they must be the first. */
  static CatalogRows run(Connection connection, Config config) throws SQLException {
    Config.Database settings = config.database();
    try (PreparedStatement statement = connection.prepareStatement(sql(config.internal()))) {
      statement.setArray(1, textArray(connection, settings.schemas()));
      statement.setArray(2, textArray(connection, settings.extraSearchPath()));
      statement.setString(3, textArray(connection, settings.hoistedTxSettings()).toString());
      statement.execute();
      return new CatalogQuery(statement).rows();
    }
  }

  private static String script(String... names) {
    return Stream.of(names)
        .map(name -> SqlResource.read(CatalogQuery.class, name))
        .collect(Collectors.joining(";\n"));
  }

  private static String sql(Config.Internal delays) {
    return Stream.of(
            OPENING,
            sleep(delays.schemaCacheQuerySleepBeforeQueries()),
            QUERIES,
            sleep(delays.schemaCacheQuerySleep()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(";\n"));
  }

  private static String sleep(Duration delay) {
    return delay.isZero()
        ? ""
        : "do $$ begin perform pg_sleep(" + delay.toMillis() + " / 1000.0); end $$";
  }

  private static java.sql.Array textArray(Connection connection, List<String> texts)
      throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private CatalogRows rows() throws SQLException {
    return new CatalogRows(
        next(row -> row.number("server_version")).get(0),
        next(PgType::read),
        next(RelationRow::read),
        next(ColumnRow::read),
        next(KeyConstraint::read),
        next(ViewRow::read),
        next(RoutineRow::read),
        next(RowFunction::read),
        next(RepresentationRow::read),
        next(HandlerRow::read),
        next(OperatorRow::read),
        next(CastRow::read));
  }

  /** The next statement that gives rows; the others have none to be read. */
  private <T> List<T> next(Row.Reader<T> reader) throws SQLException {
    while (!statement.getMoreResults()) {
      if (statement.getUpdateCount() == -1) {
        throw new IllegalStateException("fewer results than queries");
      }
    }
    return Row.all(statement.getResultSet(), reader);
  }
}

package dev.pgext.catalog;

import dev.pgext.config.Config;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All catalog queries as one string of statements, so that they cost one network round trip and see
 * one snapshot. Confined to the loading thread.
 */
final class CatalogQuery {
  private static final String SQL =
      Stream.of(
              "begin",
              "settings",
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
              "casts")
          .map(SqlResource::read)
          .collect(Collectors.joining(";\n"));

  private final PreparedStatement statement;

  private CatalogQuery(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Runs the queries in the connection's transaction, of which they must be the first. */
  static CatalogRows run(Connection connection, Config.Database settings) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setArray(1, textArray(connection, settings.schemas()));
      statement.setArray(2, textArray(connection, settings.extraSearchPath()));
      statement.setString(3, textArray(connection, settings.hoistedTxSettings()).toString());
      statement.execute();
      return new CatalogQuery(statement).rows();
    }
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

  private <T> List<T> next(Row.Reader<T> reader) throws SQLException {
    statement.getMoreResults();
    ResultSet result = statement.getResultSet();
    return Row.all(result, reader);
  }
}

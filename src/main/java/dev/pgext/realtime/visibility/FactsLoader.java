package dev.pgext.realtime.visibility;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.SqlResource;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.visibility.TableFacts.Column;
import dev.pgext.realtime.visibility.TableFacts.Function;
import dev.pgext.realtime.visibility.TableFacts.Policy;
import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@link TableFacts} in one round trip, as the role itself: PostgreSQL then answers whether
 * policies, privileges and memberships hold for it by the functions that its own checks call.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">PostgreSQL: access
 *     privilege inquiry functions</a>
 */
final class FactsLoader {
  private static final String TABLE = SqlResource.read(FactsLoader.class, "table");
  private static final String COLUMNS = SqlResource.read(FactsLoader.class, "columns");
  private static final String POLICIES = SqlResource.read(FactsLoader.class, "policies");
  private static final String FUNCTIONS = SqlResource.read(FactsLoader.class, "functions");
  private static final SqlFragment CANONICAL_PATH =
      SqlFragment.of(
          "SELECT pg_catalog.num_nulls(pg_catalog.set_config('search_path', 'pg_catalog', true))");

  private final ConnectionPool pool;

  FactsLoader(ConnectionPool pool) {
    this.pool = pool;
  }

  private record TableRow(boolean usage, boolean rowSecurity, boolean nameable, boolean alike) {}

  /** The facts of a table for a role; none where the table is gone. */
  Optional<TableFacts> load(ViewerSettings settings, TableShape table, String role) {
    ViewerTransaction script =
        new ViewerTransaction()
            .add(SqlFragment.of("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            .add(ViewerSetup.ofRole(settings, role, table.name().schema()))
            .add(about(TABLE, table))
            .add(about(COLUMNS, table))
            .add(about(POLICIES, table))
            .add(CANONICAL_PATH)
            .add(about(POLICIES, table))
            .add(about(FUNCTIONS, table));
    return pool.use(connection -> script.run(connection, FactsLoader::read));
  }

  private static SqlFragment about(String query, TableShape table) {
    return new SqlFragment(query, List.of(new Bind.Bigint(Integer.toUnsignedLong(table.oid()))));
  }

  private static Optional<TableFacts> read(ViewerTransaction.Results results)
      throws java.sql.SQLException {
    results.skip();
    List<TableRow> tables =
        results.rows(
            row ->
                new TableRow(
                    row.getBoolean("usage"),
                    row.getBoolean("row_security"),
                    row.getBoolean("nameable"),
                    row.getBoolean("alike")));
    List<Column> columns = results.rows(Column::read);
    List<Policy> policies = results.rows(Policy::read);
    results.skip();
    List<Policy> canonical = results.rows(Policy::read);
    List<Function> functions = results.rows(Function::read);
    return tables.stream()
        .findFirst()
        .map(
            table ->
                new TableFacts(
                    table.usage(),
                    table.rowSecurity(),
                    table.nameable(),
                    table.alike(),
                    columns,
                    policies,
                    canonical,
                    functions));
  }
}

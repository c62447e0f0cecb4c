package dev.pgext.catalog;

import dev.pgext.config.Config;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads the system catalogs into a {@link Catalog}. All of it in one read-only transaction on one
 * snapshot and one network round trip, so that a migration under way is seen whole or not at all.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/schema_cache.html">PostgREST:
 *     schema cache</a>
 */
public final class CatalogLoader {
  private CatalogLoader() {}

  /**
   * Loads the exposed schemas. The connection is left as it was, without an open transaction.
   *
   * @throws SQLException also where an exposed schema does not exist (3F000)
   */
  public static Catalog load(Connection connection, Config config) throws SQLException {
    return CatalogAssembler.assemble(read(connection, config), config.database());
  }

  private static CatalogRows read(Connection connection, Config config) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    CatalogRows rows;
    try {
      rows = CatalogQuery.run(connection, config);
    } catch (SQLException failure) {
      endAfter(failure, connection, autoCommit);
      throw failure;
    }
    end(connection, autoCommit);
    return rows;
  }

  /** The connection may be gone; what broke it is the news. */
  private static void endAfter(SQLException failure, Connection connection, boolean autoCommit) {
    try {
      end(connection, autoCommit);
    } catch (SQLException broken) {
      failure.addSuppressed(broken);
    }
  }

  private static void end(Connection connection, boolean autoCommit) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(autoCommit);
  }
}

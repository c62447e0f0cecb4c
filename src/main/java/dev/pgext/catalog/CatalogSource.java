package dev.pgext.catalog;

import java.sql.SQLException;

/** Where a {@link CatalogHolder} gets its catalogs: a connection taken for the purpose, usually. */
@FunctionalInterface
public interface CatalogSource {
  /** Loads the catalog as it is now; blocks, and is called on one thread at a time. */
  Catalog load() throws SQLException, InterruptedException;
}

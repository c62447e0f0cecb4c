/**
 * Turns a database's system catalogs into one immutable {@link dev.pgext.catalog.Catalog} snapshot:
 * relations, columns, keys, relationships, routines, representations, media handlers. Loading
 * blocks; a {@link dev.pgext.catalog.CatalogHolder} does it on its own thread {@code
 * pgext-catalog}, never on a request's. The snapshot is safe to share.
 */
@NullMarked
package dev.pgext.catalog;

import org.jspecify.annotations.NullMarked;

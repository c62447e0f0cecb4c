/**
 * Turns a database's system catalogs into one immutable {@link dev.pgext.catalog.Catalog} snapshot:
 * relations, columns, keys, relationships, routines, representations, media handlers. Loading
 * blocks and runs on the thread that asks for it, never on a request's; the snapshot is safe to
 * share.
 */
@NullMarked
package dev.pgext.catalog;

import org.jspecify.annotations.NullMarked;

/**
 * A project's migrations and a database's history of them → a database that is up to date, or a
 * true account of how far it is. One run at a time holds the database's lock; everything happens on
 * the caller's thread and on one connection.
 */
@NullMarked
package dev.pgext.migrate;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary of PostgreSQL that every other package speaks (names, oids, versions, SQLSTATEs),
 * and an embedded PostgreSQL server. Values are immutable and thread-safe; the server is started
 * and stopped by its owner's thread.
 */
@NullMarked
package dev.pgext.pg;

import org.jspecify.annotations.NullMarked;

/**
 * A project's folder → its migrations, in the order in which they are applied: schema.sql, then the
 * files of migrations/, in Flyway's format, in dbmate's, or plain. Reads files; any thread.
 */
@NullMarked
package dev.pgext.migrate.file;

import org.jspecify.annotations.NullMarked;

/**
 * The scripts of the folder {@code sql} become objects of a database: missing ones are installed,
 * older ones upgraded with their data, and what belongs to somebody else is left alone. Blocking,
 * on a connection and a thread of its own.
 */
@NullMarked
package dev.pgext.realtime.install;

import org.jspecify.annotations.NullMarked;

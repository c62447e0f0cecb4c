/**
 * The text of an SQL script → its statements with their places, and a fault at such a place → what
 * a person reads in the terminal. Pure; any thread.
 */
@NullMarked
package dev.pgext.migrate.script;

import org.jspecify.annotations.NullMarked;

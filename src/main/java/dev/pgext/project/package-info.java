/**
 * Turns a template into what a server can serve: the demonstration's database and its settings.
 * Blocks the calling thread, which is the command line's.
 */
@NullMarked
package dev.pgext.project;

import org.jspecify.annotations.NullMarked;

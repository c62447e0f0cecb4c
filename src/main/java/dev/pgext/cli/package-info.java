/**
 * The command line: picocli commands, one class each, and the wiring of the whole application. Runs
 * on the main thread.
 */
@NullMarked
package dev.pgext.cli;

import org.jspecify.annotations.NullMarked;

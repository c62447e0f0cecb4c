/**
 * Files, environment, database settings and command line → one immutable {@link
 * dev.pgext.config.Config}.
 *
 * <p>{@code Settings} lists each setting once; parsing, the dump, the example, the help text and
 * the documentation page are read from it. Everything is validated when loading and all faults are
 * reported together. The package reads no files but those a source or a setting names; all of it
 * may be called from any thread.
 */
@NullMarked
package dev.pgext.config;

import org.jspecify.annotations.NullMarked;

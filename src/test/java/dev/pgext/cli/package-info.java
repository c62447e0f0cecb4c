/** Tests of the command line and of the whole server. */
@NullMarked
package dev.pgext.cli;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package dev.pgext.migrate.script;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package dev.pgext.migrate.file;

import org.jspecify.annotations.NullMarked;

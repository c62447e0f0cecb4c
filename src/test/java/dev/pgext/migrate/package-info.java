/** Tests of the package. */
@NullMarked
package dev.pgext.migrate;

import org.jspecify.annotations.NullMarked;

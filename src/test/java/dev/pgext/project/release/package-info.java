/** Tests of the package. */
@NullMarked
package dev.pgext.project.release;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package dev.pgext.project.dev;

import org.jspecify.annotations.NullMarked;

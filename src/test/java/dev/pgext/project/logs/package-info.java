/** Tests of the package. */
@NullMarked
package dev.pgext.project.logs;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package dev.pgext.project.functions;

import org.jspecify.annotations.NullMarked;

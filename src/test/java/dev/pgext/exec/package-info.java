/** Tests of how statements run: round trips, roles, leftovers, failures. */
@NullMarked
package dev.pgext.exec;

import org.jspecify.annotations.NullMarked;

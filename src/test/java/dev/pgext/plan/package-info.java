/** Planning tests: query strings and the plans they become in a small, hand-made catalog. */
@NullMarked
package dev.pgext.plan;

import org.jspecify.annotations.NullMarked;

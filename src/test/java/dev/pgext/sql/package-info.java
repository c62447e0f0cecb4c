/** Golden SQL of rendered plans. */
@NullMarked
package dev.pgext.sql;

import org.jspecify.annotations.NullMarked;

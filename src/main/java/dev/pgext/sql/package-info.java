/**
 * Turns a {@link dev.pgext.plan.Plan} into SQL text and bind parameters, and is the one place that
 * quotes identifiers. Pure, any thread.
 */
@NullMarked
package dev.pgext.sql;

import org.jspecify.annotations.NullMarked;

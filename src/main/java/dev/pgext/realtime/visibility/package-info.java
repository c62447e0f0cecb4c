/**
 * A table's policies, grants and a viewer's role and claims become a rule that says which row
 * images that viewer may see, and in which columns. Rules that depend only on equality of columns
 * and claims are decided here; the rest is asked of PostgreSQL in batches, on a bounded pool, never
 * on the reader's thread.
 */
@NullMarked
package dev.pgext.realtime.visibility;

import org.jspecify.annotations.NullMarked;

/**
 * Runs rendered statements on a pooled connection as the request's role, one round trip a
 * transaction, and turns SQLSTATEs into {@link dev.pgext.error.ApiError}. Blocks the calling
 * (virtual) thread.
 */
@NullMarked
package dev.pgext.exec;

import org.jspecify.annotations.NullMarked;

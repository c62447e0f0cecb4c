/**
 * Turns an {@link dev.pgext.request.ApiRequest} and a catalog snapshot into a resolved {@link
 * dev.pgext.plan.Plan}: columns with types, embeds with join conditions, the media handler. Pure:
 * no I/O, no clock, any thread.
 */
@NullMarked
package dev.pgext.plan;

import org.jspecify.annotations.NullMarked;

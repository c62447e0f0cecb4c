/**
 * Turns what happens in the server, as sealed {@link dev.pgext.observe.Observation}s, into log
 * lines and metrics. Every part reports through one {@link dev.pgext.observe.Observer} and knows
 * nothing of either. All of it is thread-safe; lines are written on the thread that observes.
 */
@NullMarked
package dev.pgext.observe;

import org.jspecify.annotations.NullMarked;

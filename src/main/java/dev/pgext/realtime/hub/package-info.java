/**
 * Transactions of the log become frames on sockets: one dispatcher thread follows the log, finds
 * who is interested, lets visibility decide once for each group of equal viewers, and puts the same
 * bytes into every socket's queue. Subscriptions come and go only between two transactions.
 */
@NullMarked
package dev.pgext.realtime.hub;

import org.jspecify.annotations.NullMarked;

/**
 * Transactions are kept for the retention window, in commit order and by cursor, so that a client
 * that comes back gets what it missed. One thread appends, one dispatcher follows, any thread looks
 * up.
 */
@NullMarked
package dev.pgext.realtime.log;

import org.jspecify.annotations.NullMarked;

/**
 * What SQL said to the server through the write-ahead log becomes messages that can be trusted: a
 * signature tells those of our functions from what anybody may write. Pure, but for reading the key
 * once.
 */
@NullMarked
package dev.pgext.realtime.message;

import org.jspecify.annotations.NullMarked;

/**
 * The messages of pgext's own protocol: JSON text becomes what a client wants, and what a client is
 * told becomes JSON in UTF-8. Pure; any thread.
 */
@NullMarked
package dev.pgext.realtime.protocol;

import org.jspecify.annotations.NullMarked;

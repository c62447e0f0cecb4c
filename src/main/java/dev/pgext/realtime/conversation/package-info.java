/**
 * What pgext's own protocol says on a websocket: who the client is, what it subscribes to, and what
 * it is told. Runs on the web server's threads and the hub's.
 */
@NullMarked
package dev.pgext.realtime.conversation;

import org.jspecify.annotations.NullMarked;

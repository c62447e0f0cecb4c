/**
 * Jetty's websockets become the hub's sockets: the upgrade of a request, the messages of both
 * directions, pings and the end. Runs on the web server's threads.
 */
@NullMarked
package dev.pgext.realtime.websocket;

import org.jspecify.annotations.NullMarked;

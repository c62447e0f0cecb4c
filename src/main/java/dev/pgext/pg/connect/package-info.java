/**
 * A connection as PostgreSQL's own programs are told of it (URL, keyword string, {@code PG*}
 * variables, {@code .pgpass}) → what pgjdbc needs to connect, over TCP or unix sockets.
 *
 * <p>Parsing is pure but for reading the password file. Sockets belong to the connection that
 * opened them.
 */
@NullMarked
package dev.pgext.pg.connect;

import org.jspecify.annotations.NullMarked;

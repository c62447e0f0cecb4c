/**
 * Broadcasts and presences reach everyone who is in a channel, in one order for all, whichever
 * protocol they speak; policies of {@code realtime.messages} decide who takes part in a private
 * one. Nothing here waits for the network; only the authorizer asks the database.
 */
@NullMarked
package dev.pgext.realtime.channel;

import org.jspecify.annotations.NullMarked;

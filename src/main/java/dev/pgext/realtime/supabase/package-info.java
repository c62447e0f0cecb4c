/**
 * Supabase Realtime's clients talk to the hub: a join becomes subscriptions and a seat in a
 * channel, what happens there becomes frames. Each socket's messages are handled one after the
 * other on a thread of its own; answers to joins come from the dispatcher's.
 */
@NullMarked
package dev.pgext.realtime.supabase;

import org.jspecify.annotations.NullMarked;

/**
 * Supabase Realtime's frames become messages, and answers and events become frames, so that its
 * clients connect unmodified. Pure: it knows no socket, no session and no clock, and any thread may
 * call it.
 */
@NullMarked
package dev.pgext.realtime.phoenix;

import org.jspecify.annotations.NullMarked;

package dev.pgext.realtime.channel;

import org.jspecify.annotations.Nullable;

/**
 * How a protocol writes events. Participants with equal formats get the same frame, written once;
 * so make it a record or an enum. Pure and thread-safe.
 *
 * @param <F> a frame
 */
@FunctionalInterface
public interface ChannelFormat<F> {

  /** Writes an event; null where the protocol has no words for it. */
  @Nullable F write(ChannelName channel, ChannelEvent event);
}

package dev.pgext.realtime.channel;

/**
 * Who is in a channel, as the channel sees it.
 *
 * @param <F> a frame
 */
public interface Participant<F> {

  /** How it wants events written; always the same. */
  ChannelFormat<F> format();

  /** Takes an event's frame, in the channel's order. Must not block, nor call the channel. */
  void deliver(ChannelEvent event, F frame);
}

package dev.pgext.realtime.channel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * All channels that somebody is in. Thread-safe.
 *
 * @param <F> a frame
 */
public final class Channels<F> {
  private final ChannelLimits limits;
  private final Supplier<String> refs;
  private final ConcurrentMap<ChannelName, Channel<F>> open = new ConcurrentHashMap<>();

  /**
   * Nobody is in any.
   *
   * @param refs makes names for presences that were never used before
   */
  public Channels(ChannelLimits limits, Supplier<String> refs) {
    this.limits = limits;
    this.refs = refs;
  }

  /**
   * Enters a channel.
   *
   * @param presenceKey under which the participant is seen, if it wants to be
   * @param permissions what it may do; {@link Permissions#ALL} in public ones
   */
  public Membership<F> join(
      ChannelName name, Participant<F> participant, String presenceKey, Permissions permissions) {
    while (true) {
      Channel<F> channel = open.computeIfAbsent(name, this::open);
      Membership<F> member = new Membership<>(channel, participant, presenceKey, permissions);
      if (channel.enter(member)) {
        return member;
      }
      open.remove(name, channel);
    }
  }

  private Channel<F> open(ChannelName name) {
    return new Channel<>(name, limits, refs, closed -> open.remove(name, closed));
  }

  /** Tells everybody in a channel who may hear it, in the name of nobody there. */
  public void publish(ChannelName name, ChannelEvent.Broadcast broadcast) {
    Channel<F> channel = open.get(name);
    if (channel != null) {
      channel.publish(broadcast);
    }
  }

  /** How large a broadcast may be, in bytes. */
  public int payloadBytes() {
    return limits.payloadBytes();
  }

  /** How many channels somebody is in. */
  public int size() {
    return open.size();
  }
}

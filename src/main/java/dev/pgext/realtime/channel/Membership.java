package dev.pgext.realtime.channel;

/**
 * Somebody is in a channel, until it leaves. Thread-safe.
 *
 * @param <F> a frame
 */
public final class Membership<F> {
  private final Channel<F> channel;
  private final Participant<F> participant;
  private final String presenceKey;
  private volatile Permissions permissions;
  private volatile boolean watchesPresence;

  Membership(
      Channel<F> channel, Participant<F> participant, String presenceKey, Permissions permissions) {
    this.channel = channel;
    this.participant = participant;
    this.presenceKey = presenceKey;
    this.permissions = permissions;
  }

  /**
   * Tells everybody in the channel.
   *
   * @param echo whether the sender hears it, too
   */
  public Outcome broadcast(ChannelEvent.Broadcast broadcast, boolean echo) {
    return channel.broadcast(this, broadcast, echo);
  }

  /** Is seen from now on, or in another state. The array is kept. */
  public Outcome track(byte[] state) {
    return channel.track(this, state);
  }

  /** Is seen no longer. */
  public void untrack() {
    channel.untrack(this);
  }

  /** Is told who is seen now, and from then on who comes and goes. */
  public void watchPresence() {
    channel.watchPresence(this);
  }

  /** Is told alone, in order with everything else in the channel. */
  public void whisper(ChannelEvent event) {
    channel.whisper(this, event);
  }

  /** Leaves, and is seen no longer. Again does nothing. */
  public void leave() {
    channel.leave(this);
  }

  /** May do this from now on. */
  public void permit(Permissions now) {
    permissions = now;
    if (!now.sendPresence()) {
      untrack();
    }
  }

  /** What it may do. */
  public Permissions permissions() {
    return permissions;
  }

  String presenceKey() {
    return presenceKey;
  }

  boolean hearsBroadcasts() {
    return permissions.readBroadcasts();
  }

  boolean hearsPresence() {
    return watchesPresence && permissions.readPresence();
  }

  void watchesPresence(boolean watches) {
    watchesPresence = watches;
  }

  ChannelFormat<F> format() {
    return participant.format();
  }

  void deliver(ChannelEvent event, F frame) {
    participant.deliver(event, frame);
  }
}

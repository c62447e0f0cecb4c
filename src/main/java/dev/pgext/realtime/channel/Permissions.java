package dev.pgext.realtime.channel;

/** What somebody may do in a channel. */
public record Permissions(
    boolean readBroadcasts, boolean sendBroadcasts, boolean readPresence, boolean sendPresence) {

  /** In a public channel everybody may do everything. */
  public static final Permissions ALL = new Permissions(true, true, true, true);

  /** Nothing. */
  public static final Permissions NONE = new Permissions(false, false, false, false);

  /** Whether there is a reason to be in the channel. */
  public boolean mayJoin() {
    return readBroadcasts || readPresence;
  }

  /** Whether something that could be read before can be read no longer. */
  public boolean losesAgainst(Permissions before) {
    return (before.readBroadcasts && !readBroadcasts) || (before.readPresence && !readPresence);
  }
}

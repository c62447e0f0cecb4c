package dev.pgext.realtime.supabase;

import dev.pgext.realtime.channel.ChannelEvent;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelFormat;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Participant;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's ears in a channel: what is said before its join is answered waits, so that nothing is
 * missed between the join and the answer, and nothing comes before it. Thread-safe.
 */
final class Seat implements Participant<Frame> {
  /** Try again later. */
  private static final int TOO_SLOW = 1013;

  private static final int MOST_HELD = 10_000;

  private final Session session;
  private final PhoenixFormat format;
  private final Set<String> replayed = new HashSet<>();
  private @Nullable List<Said> held = new ArrayList<>();

  /** What came before the answer. */
  private record Said(ChannelEvent event, Frame frame) {}

  Seat(Session session, PhoenixFormat format) {
    this.session = session;
    this.format = format;
  }

  @Override
  public ChannelFormat<Frame> format() {
    return format;
  }

  @Override
  public synchronized void deliver(ChannelEvent event, Frame frame) {
    List<Said> waiting = held;
    if (waiting == null) {
      say(new Said(event, frame));
    } else if (waiting.size() < MOST_HELD) {
      waiting.add(new Said(event, frame));
    } else {
      session.close(TOO_SLOW, "Too much was said before the join was answered");
    }
  }

  /** Something that was said before; it is not said twice. */
  synchronized @Nullable Frame replay(ChannelName channel, Broadcast said) {
    if (said.id() != null) {
      replayed.add(said.id());
    }
    return format.write(channel, said);
  }

  /** The join is answered: tells what came meanwhile. */
  synchronized void open() {
    List<Said> waiting = held;
    held = null;
    if (waiting != null) {
      waiting.forEach(this::say);
    }
  }

  private void say(Said said) {
    if (!(said.event() instanceof Broadcast broadcast) || !replayed.contains(broadcast.id())) {
      session.send(said.frame());
    }
  }
}

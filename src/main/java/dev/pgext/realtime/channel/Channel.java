package dev.pgext.realtime.channel;

import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.PresenceDiff;
import dev.pgext.realtime.channel.ChannelEvent.PresenceState;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its lock gives everything in it one order. Frames are handed over while it is held,
 * which is why participants must not block.
 */
final class Channel<F> {
  private final ChannelName name;
  private final ChannelLimits limits;
  private final Supplier<String> refs;
  private final Consumer<Channel<F>> whenEmpty;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Membership<F>> members = new LinkedHashSet<>();
  private final PresenceTable<F> presences = new PresenceTable<>();
  private boolean closed;

  Channel(
      ChannelName name,
      ChannelLimits limits,
      Supplier<String> refs,
      Consumer<Channel<F>> whenEmpty) {
    this.name = name;
    this.limits = limits;
    this.refs = refs;
    this.whenEmpty = whenEmpty;
  }

  /** False where the last one left just now: the channel is not to be used any more. */
  boolean enter(Membership<F> member) {
    lock.lock();
    try {
      return !closed && members.add(member);
    } finally {
      lock.unlock();
    }
  }

  void leave(Membership<F> member) {
    if (left(member)) {
      whenEmpty.accept(this);
    }
  }

  /** Whether it was the last one. */
  private boolean left(Membership<F> member) {
    lock.lock();
    try {
      if (!members.remove(member)) {
        return false;
      }
      remove(member);
      closed = members.isEmpty();
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void publish(Broadcast broadcast) {
    tell(broadcast, Membership::hearsBroadcasts);
  }

  Outcome broadcast(Membership<F> sender, Broadcast broadcast, boolean echo) {
    if (!sender.permissions().sendBroadcasts()) {
      return Outcome.FORBIDDEN;
    }
    if (broadcast.payload().length > limits.payloadBytes()) {
      return Outcome.TOO_LARGE;
    }
    tell(broadcast, member -> member.hearsBroadcasts() && (echo || !member.equals(sender)));
    return Outcome.SENT;
  }

  Outcome track(Membership<F> member, byte[] state) {
    if (!member.permissions().sendPresence()) {
      return Outcome.FORBIDDEN;
    }
    if (state.length > limits.stateBytes()) {
      return Outcome.TOO_LARGE;
    }
    lock.lock();
    try {
      return members.contains(member) ? show(member, state) : Outcome.FORBIDDEN;
    } finally {
      lock.unlock();
    }
  }

  private Outcome show(Membership<F> member, byte[] state) {
    Presence before = presences.of(member);
    if (before == null && presences.size() >= limits.presences()) {
      return Outcome.TOO_MANY;
    }
    if (before != null && Arrays.equals(before.state(), state)) {
      return Outcome.SENT;
    }
    Presence now = new Presence(refs.get(), before == null ? null : before.ref(), state);
    presences.put(member, now);
    if (before != null) {
      // Not in one message: Supabase's client 2.109.0 keeps the old one if the new one comes with
      // it.
      tellPresence(Map.of(), byKey(member, before));
    }
    tellPresence(byKey(member, now), Map.of());
    return Outcome.SENT;
  }

  void untrack(Membership<F> member) {
    lock.lock();
    try {
      remove(member);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Membership<F> member) {
    Presence before = presences.remove(member);
    if (before != null) {
      tellPresence(Map.of(), byKey(member, before));
    }
  }

  private void tellPresence(Map<String, List<Presence>> joins, Map<String, List<Presence>> leaves) {
    tell(new PresenceDiff(joins, leaves, presences::all), Membership::hearsPresence);
  }

  private static Map<String, List<Presence>> byKey(Membership<?> member, Presence presence) {
    return Map.of(member.presenceKey(), List.of(presence));
  }

  /** Everybody who is seen now; the differences follow. */
  void watchPresence(Membership<F> member) {
    lock.lock();
    try {
      member.watchesPresence(true);
      if (member.hearsPresence()) {
        PresenceState state = new PresenceState(presences.all());
        F frame = member.format().write(name, state);
        if (frame != null) {
          member.deliver(state, frame);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says something to one participant, in order with everything else. */
  void whisper(Membership<F> member, ChannelEvent event) {
    tell(event, member::equals);
  }

  private void tell(ChannelEvent event, Predicate<Membership<F>> audience) {
    lock.lock();
    try {
      Writing<F> writing = new Writing<>(name, event);
      for (Membership<F> member : members) {
        if (audience.test(member)) {
          @Nullable F frame = writing.in(member.format());
          if (frame != null) {
            member.deliver(event, frame);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }
}

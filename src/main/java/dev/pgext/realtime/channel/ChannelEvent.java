package dev.pgext.realtime.channel;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens in a channel. */
public sealed interface ChannelEvent {

  /**
   * Somebody said something. Nobody writes to its array.
   *
   * @param event its name, chosen by the sender
   * @param content what {@code payload} is
   * @param payload a JSON text in UTF-8, or any bytes
   * @param id the message's in {@code realtime.messages}; null where it is not stored
   * @param replayed whether it was said before the receiver came
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Broadcast(
      String event, Content content, byte[] payload, @Nullable String id, boolean replayed)
      implements ChannelEvent {

    /** Something said just now, and not stored. */
    public static Broadcast of(String event, Content content, byte[] payload) {
      return new Broadcast(event, content, payload, null, false);
    }
  }

  /** Everybody who is seen, by key. */
  record PresenceState(Map<String, List<Presence>> present) implements ChannelEvent {
    public PresenceState {
      present = Map.copyOf(present);
    }
  }

  /**
   * Who came or went, by key; who changed goes and comes.
   *
   * @param present everybody who is seen now; to be asked only while the event is written
   */
  record PresenceDiff(
      Map<String, List<Presence>> joins,
      Map<String, List<Presence>> leaves,
      Supplier<Map<String, List<Presence>>> present)
      implements ChannelEvent {
    public PresenceDiff {
      joins = Map.copyOf(joins);
      leaves = Map.copyOf(leaves);
    }
  }

  /** What a payload is. */
  enum Content {
    JSON,
    BINARY
  }
}

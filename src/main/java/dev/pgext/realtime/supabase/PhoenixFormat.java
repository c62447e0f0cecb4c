package dev.pgext.realtime.supabase;

import dev.pgext.realtime.channel.ChannelEvent;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelEvent.PresenceDiff;
import dev.pgext.realtime.channel.ChannelEvent.PresenceState;
import dev.pgext.realtime.channel.ChannelFormat;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Presence;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.phoenix.BroadcastFrame;
import dev.pgext.realtime.phoenix.FrameWriter;
import dev.pgext.realtime.phoenix.Payloads;
import dev.pgext.realtime.phoenix.PresenceMeta;
import dev.pgext.realtime.phoenix.UserBroadcast;
import dev.pgext.realtime.phoenix.Vsn;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what happens in channels as Supabase's clients read it. */
enum PhoenixFormat implements ChannelFormat<Frame> {
  V1(Vsn.V1),
  V2(Vsn.V2);

  /** Before a channel's name on the wire. */
  static final String PREFIX = "realtime:";

  private final Vsn vsn;

  PhoenixFormat(Vsn vsn) {
    this.vsn = vsn;
  }

  static PhoenixFormat of(Vsn vsn) {
    return vsn == Vsn.V1 ? V1 : V2;
  }

  @Override
  public @Nullable Frame write(ChannelName channel, ChannelEvent event) {
    String topic = PREFIX + channel.name();
    return switch (event) {
      case Broadcast broadcast -> broadcast(topic, broadcast);
      case PresenceState state ->
          text(topic, "presence_state", Payloads.presenceState(metas(state.present())));
      case PresenceDiff diff ->
          text(
              topic,
              "presence_diff",
              Payloads.presenceDiff(metas(diff.joins()), metas(diff.leaves())));
    };
  }

  /** Bytes fit only into frames of bytes, which version 1.0.0 does not have. */
  private @Nullable Frame broadcast(String topic, Broadcast said) {
    UserBroadcast broadcast =
        new UserBroadcast(said.event(), encoding(said.content()), said.payload(), meta(said));
    Optional<byte[]> binary =
        vsn == Vsn.V2 ? BroadcastFrame.write(topic, broadcast) : Optional.empty();
    if (binary.isPresent()) {
      return Frame.binary(binary.get());
    }
    return said.content() == Content.JSON
        ? text(topic, "broadcast", Payloads.broadcast(broadcast))
        : null;
  }

  private static UserBroadcast.Encoding encoding(Content content) {
    return switch (content) {
      case JSON -> UserBroadcast.Encoding.JSON;
      case BINARY -> UserBroadcast.Encoding.BINARY;
    };
  }

  /** An id is a uuid, which needs no escaping. */
  private static byte @Nullable [] meta(Broadcast said) {
    if (said.id() == null) {
      return null;
    }
    String replayed = said.replayed() ? "\"replayed\":true," : "";
    return ("{" + replayed + "\"id\":\"" + said.id() + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private Frame text(String topic, String event, byte[] payload) {
    return Frame.text(FrameWriter.text(vsn, null, null, topic, event, payload));
  }

  private static Map<String, List<PresenceMeta>> metas(Map<String, List<Presence>> presences) {
    Map<String, List<PresenceMeta>> metas = new LinkedHashMap<>();
    presences.forEach(
        (key, list) -> metas.put(key, list.stream().map(PhoenixFormat::meta).toList()));
    return metas;
  }

  private static PresenceMeta meta(Presence presence) {
    return new PresenceMeta(presence.ref(), presence.previousRef(), presence.state());
  }
}

package dev.pgext.realtime.conversation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgext.realtime.channel.ChannelEvent;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelEvent.PresenceDiff;
import dev.pgext.realtime.channel.ChannelEvent.PresenceState;
import dev.pgext.realtime.channel.ChannelFormat;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Presence;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.protocol.ServerMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What happens in channels, in pgext's own protocol. Bytes are told as base64. */
enum JsonChannels implements ChannelFormat<Frame> {
  INSTANCE;

  @Override
  public Frame write(ChannelName channel, ChannelEvent event) {
    return switch (event) {
      case Broadcast said -> broadcast(channel, said);
      case PresenceState state ->
          Frame.text(presence(channel).withJson("state", json(state.present())).bytes());
      case PresenceDiff diff ->
          Frame.text(
              presence(channel)
                  .withJson("joins", json(diff.joins()))
                  .withJson("leaves", json(diff.leaves()))
                  .withJson("state", json(diff.present().get()))
                  .bytes());
    };
  }

  private static Frame broadcast(ChannelName channel, Broadcast said) {
    boolean binary = said.content() == Content.BINARY;
    ServerMessage message =
        ServerMessage.of("broadcast")
            .with("channel", channel.name())
            .with("event", said.event())
            .with("message", said.id());
    if (binary) {
      message.with("encoding", "base64");
      message.with("payload", Base64.getEncoder().encodeToString(said.payload()));
    } else {
      message.withJson("payload", said.payload());
    }
    return Frame.text(message.bytes());
  }

  private static ServerMessage presence(ChannelName channel) {
    return ServerMessage.of("presence").with("channel", channel.name());
  }

  /** Lists of states by key. */
  private static byte[] json(Map<String, List<Presence>> presences) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    String separator = "{";
    for (Map.Entry<String, List<Presence>> entry : presences.entrySet()) {
      text(json, separator + TextNode.valueOf(entry.getKey()) + ":");
      String comma = "[";
      for (Presence presence : entry.getValue()) {
        text(json, comma);
        json.writeBytes(presence.state());
        comma = ",";
      }
      text(json, "]");
      separator = ",";
    }
    text(json, presences.isEmpty() ? "{}" : "}");
    return json.toByteArray();
  }

  private static void text(ByteArrayOutputStream json, String text) {
    json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.pgext.realtime.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.channel.ChannelEvent;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelFormat;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Membership;
import dev.pgext.realtime.channel.Outcome;
import dev.pgext.realtime.channel.Participant;
import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.protocol.ClientMessage;
import dev.pgext.realtime.protocol.ServerMessage;
import dev.pgext.realtime.visibility.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The channels that one client is in. Guarded by its conversation. */
final class Rooms implements Participant<Frame> {
  private final Session session;
  private final ConversationServices services;
  private final Map<String, Room> rooms = new LinkedHashMap<>();

  Rooms(Session session, ConversationServices services) {
    this.session = session;
    this.services = services;
  }

  private record Room(ChannelName name, Membership<Frame> member) {}

  @Override
  public ChannelFormat<Frame> format() {
    return JsonChannels.INSTANCE;
  }

  @Override
  public void deliver(ChannelEvent event, Frame frame) {
    session.send(frame);
  }

  int size() {
    return rooms.size();
  }

  /**
   * Enters a channel, and is told who is there.
   *
   * @throws ApiException where the viewer may not
   */
  void join(ClientMessage.Channel message, Viewer viewer) {
    leave(message.channel());
    ChannelName name = new ChannelName(message.channel(), message.isPrivate());
    Permissions permissions = services.authorizer().permissions(name, viewer);
    if (!permissions.mayJoin()) {
      throw new RealtimeError.NotPermitted("#" + name.name()).asException();
    }
    int limit = services.config().get().realtime().connections().maxSubscriptions();
    if (rooms.size() >= limit) {
      throw new RealtimeError.TooManySubscriptions(limit).asException();
    }
    session.send(Frame.text(ServerMessage.of("joined").with("channel", message.channel()).bytes()));
    Membership<Frame> member = services.channels().join(name, this, session.id(), permissions);
    rooms.put(message.channel(), new Room(name, member));
    member.watchPresence();
  }

  /** Tells everybody else. */
  void broadcast(ClientMessage.Broadcast message) {
    byte[] payload = message.payload().toString().getBytes(StandardCharsets.UTF_8);
    Outcome outcome =
        member(message.channel())
            .broadcast(Broadcast.of(message.event(), Content.JSON, payload), false);
    check(outcome, message.channel());
    if (message.ack()) {
      session.send(
          Frame.text(
              ServerMessage.of("acknowledged")
                  .with("channel", message.channel())
                  .with("event", message.event())
                  .bytes()));
    }
  }

  /** Is seen, or seen no longer. */
  void presence(ClientMessage.Presence message) {
    Membership<Frame> member = member(message.channel());
    JsonNode state = message.state();
    if (state == null) {
      member.untrack();
    } else {
      check(member.track(state.toString().getBytes(StandardCharsets.UTF_8)), message.channel());
    }
  }

  private Membership<Frame> member(String channel) {
    Room room = rooms.get(channel);
    if (room == null) {
      throw new RealtimeError.UnknownName(channel).asException();
    }
    return room.member();
  }

  private static void check(Outcome outcome, String channel) {
    switch (outcome) {
      case SENT -> {}
      case FORBIDDEN -> throw new RealtimeError.NotPermitted("#" + channel).asException();
      case TOO_LARGE -> throw bad("The payload is larger than a channel takes");
      case TOO_MANY -> throw bad("The channel has as many presences as it may have");
    }
  }

  private static ApiException bad(String explanation) {
    return new RealtimeError.BadMessage(explanation).asException();
  }

  /** Whether the client was there. */
  boolean leave(String channel) {
    Room room = rooms.remove(channel);
    if (room == null) {
      return false;
    }
    room.member().leave();
    return true;
  }

  /** Goes on as somebody else where that one may be. */
  void authorize(Viewer viewer) {
    for (Room room : List.copyOf(rooms.values())) {
      try {
        Permissions now = services.authorizer().permissions(room.name(), viewer);
        if (now.mayJoin()) {
          room.member().permit(now);
        } else {
          end(room, new RealtimeError.NotPermitted("#" + room.name().name()));
        }
      } catch (ApiException e) {
        end(room, e.error());
      }
    }
  }

  /** The client is nobody any more. */
  void endAll(ApiError error) {
    List.copyOf(rooms.values()).forEach(room -> end(room, error));
  }

  private void end(Room room, ApiError error) {
    leave(room.name().name());
    session.send(ErrorFrame.of(room.name().name(), error));
  }

  void close() {
    rooms.values().forEach(room -> room.member().leave());
    rooms.clear();
  }
}

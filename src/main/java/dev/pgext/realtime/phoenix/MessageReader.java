package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells by topic and event what a client wants. */
final class MessageReader {
  private static final String SOCKET = "phoenix";
  private static final List<String> SERVERS_OWN = List.of("phx_ref", "phx_ref_prev");

  private MessageReader() {}

  static ClientMessage read(String topic, String event, ObjectNode payload) {
    if (topic.equals(SOCKET)) {
      return event.equals("heartbeat")
          ? new ClientMessage.Heartbeat()
          : new ClientMessage.Unknown(event);
    }
    return switch (event) {
      case "phx_join" -> JoinReader.read(payload);
      case "phx_leave" -> new ClientMessage.Leave();
      case "access_token" -> accessToken(payload.path("access_token"));
      case "broadcast" -> broadcast(payload);
      case "presence" -> presence(payload);
      default -> new ClientMessage.Unknown(event);
    };
  }

  private static ClientMessage accessToken(JsonNode token) {
    return new ClientMessage.AccessToken(token.isTextual() ? token.textValue() : null);
  }

  private static ClientMessage broadcast(ObjectNode payload) {
    JsonNode event = payload.path("event");
    if (!event.isTextual() || !Utf8.isWellFormed(event.textValue())) {
      return new ClientMessage.Invalid("A broadcast's event must be a string");
    }
    JsonNode content = payload.path("payload");
    String json = content.isMissingNode() ? "{}" : content.toString();
    return new ClientMessage.Broadcast(
        new UserBroadcast(
            event.textValue(), Encoding.JSON, json.getBytes(StandardCharsets.UTF_8), null));
  }

  private static ClientMessage presence(ObjectNode payload) {
    String event = payload.path("event").asText().toLowerCase(Locale.ROOT);
    return switch (event) {
      case "track" -> track(payload.path("payload"));
      case "untrack" -> new ClientMessage.Untrack();
      default -> new ClientMessage.Invalid("A presence event is track or untrack");
    };
  }

  private static ClientMessage track(JsonNode state) {
    if (state.isMissingNode()) {
      return new ClientMessage.Track(JsonNodeFactory.instance.objectNode());
    }
    return state instanceof ObjectNode object
        ? new ClientMessage.Track(object.remove(SERVERS_OWN))
        : new ClientMessage.Invalid("Presence track payload must be a map");
  }
}

package dev.pgext.realtime.supabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.error.ApiException;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.visibility.Viewer;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /realtime/v1/api/broadcast} for who has no websocket: all of a request's messages are
 * sent, or none. Thread-safe; it may ask the database.
 *
 * @see <a href="https://supabase.com/docs/guides/realtime/broadcast#broadcast-using-the-rest-api">
 *     Supabase: broadcast using the REST API</a>
 */
public final class BroadcastApi {
  /** Where it is; what follows may name a channel and an event. */
  public static final String PATH = "/realtime/v1/api/broadcast";

  private static final int LONGEST_EVENT = 255;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .build();

  private final SupabaseServices services;
  private final Tokens tokens;

  public BroadcastApi(SupabaseServices services) {
    this.services = services;
    this.tokens = new Tokens(services.authenticator());
  }

  private record Message(ChannelName channel, Broadcast broadcast) {}

  /** Something that is wrong with a request. */
  private static final class Unprocessable extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    final transient BroadcastAnswer answer;

    Unprocessable(int status, String message) {
      super(message, null, false, false);
      this.answer = BroadcastAnswer.refused(status, message);
    }
  }

  /** Sends what the request says. */
  public BroadcastAnswer post(BroadcastRequest request) {
    try {
      Viewer viewer = tokens.identify(token(request)).viewer();
      List<Message> messages = messages(request);
      authorize(messages, viewer);
      messages.forEach(message -> services.channels().publish(message.channel, message.broadcast));
      return BroadcastAnswer.accepted();
    } catch (Unprocessable e) {
      return e.answer;
    } catch (ApiException e) {
      return BroadcastAnswer.of(e.error());
    }
  }

  /** As at {@code /rest/v1}: the key serves where no other token came. */
  private static @Nullable String token(BroadcastRequest request) {
    String key = request.header("apikey");
    String authorization = request.header("authorization");
    if (authorization == null) {
      return Tokens.isToken(key) ? key : null;
    }
    int space = authorization.indexOf(' ');
    boolean bearer = space > 0 && authorization.substring(0, space).equalsIgnoreCase("bearer");
    String token = bearer ? authorization.substring(space + 1).strip() : null;
    return token == null || token.isEmpty() || (token.equals(key) && !Tokens.isToken(key))
        ? null
        : token;
  }

  private List<Message> messages(BroadcastRequest request) throws Unprocessable {
    List<String> segments = BroadcastPath.segments(request.path().substring(PATH.length()));
    if (segments == null) {
      throw new Unprocessable(400, "The path is not well encoded");
    }
    if (segments.isEmpty()) {
      return batch(request.body());
    }
    if (segments.size() != 3 || !segments.get(1).equals("events")) {
      throw new Unprocessable(404, "Not found");
    }
    return List.of(single(request, segments.get(0), segments.get(2)));
  }

  private Message single(BroadcastRequest request, String topic, String event)
      throws Unprocessable {
    String type = request.header("content-type");
    boolean binary = type != null && type.startsWith("application/octet-stream");
    if (!binary && (type == null || !type.startsWith("application/json"))) {
      throw new Unprocessable(415, "The content type is application/json or octet-stream");
    }
    byte[] payload = binary ? request.body() : bytes(parse(request.body()));
    Content content = binary ? Content.BINARY : Content.JSON;
    return message(topic, event, content, payload, request.privateChannel());
  }

  private List<Message> batch(byte[] body) throws Unprocessable {
    JsonNode list = parse(body).path("messages");
    if (!list.isArray() || list.isEmpty()) {
      throw new Unprocessable(422, "messages can't be blank");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode entry : list) {
      JsonNode topic = entry.path("topic");
      JsonNode event = entry.path("event");
      JsonNode payload = entry.path("payload");
      if (!topic.isTextual() || !event.isTextual() || payload.isMissingNode()) {
        throw new Unprocessable(422, "A message has a topic, an event and a payload");
      }
      boolean isPrivate = entry.path("private").asBoolean(false);
      messages.add(
          message(topic.asText(), event.asText(), Content.JSON, bytes(payload), isPrivate));
    }
    return messages;
  }

  private Message message(
      String topic, String event, Content content, byte[] payload, boolean isPrivate)
      throws Unprocessable {
    if (topic.isEmpty() || event.getBytes(StandardCharsets.UTF_8).length > LONGEST_EVENT) {
      throw new Unprocessable(422, "A topic is missing, or an event's name is too long");
    }
    if (payload.length > services.channels().payloadBytes()) {
      throw new Unprocessable(422, "Payload size exceeds what a channel takes");
    }
    return new Message(new ChannelName(topic, isPrivate), Broadcast.of(event, content, payload));
  }

  private void authorize(List<Message> messages, Viewer viewer) throws Unprocessable {
    Set<ChannelName> channels = new LinkedHashSet<>();
    messages.forEach(message -> channels.add(message.channel));
    for (ChannelName channel : channels) {
      if (!services.authorizer().permissions(channel, viewer).sendBroadcasts()) {
        throw new Unprocessable(403, "You do not have permissions to write to this Channel topic");
      }
    }
  }

  private static JsonNode parse(byte[] body) throws Unprocessable {
    try {
      JsonNode json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      if (!json.isMissingNode()) {
        return json;
      }
      throw new Unprocessable(400, "The body is empty");
    } catch (JsonProcessingException e) {
      throw new Unprocessable(400, "The body is not JSON");
    }
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}

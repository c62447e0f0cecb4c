package dev.pgext.realtime.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.protocol.ClientMessage.Subscribe;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a client sends. Every fault is one that it can be told. */
public final class ClientMessageReader {
  private static final int DEEPEST = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .build();

  private ClientMessageReader() {}

  /** A message, or why it is none, with the id that it bears. */
  public sealed interface Reading {

    /** It can be understood. */
    record Understood(ClientMessage message) implements Reading {}

    /** It cannot. */
    record Faulty(@Nullable String id, RealtimeError.BadMessage error) implements Reading {}
  }

  /** Reads one text message. */
  public static Reading read(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException | NumberFormatException e) {
      return faulty(null, "It is not JSON, or too deeply nested");
    }
    if (!(json instanceof ObjectNode object)) {
      return faulty(null, "It is not a JSON object");
    }
    MessageFields fields = new MessageFields(object);
    try {
      return new Reading.Understood(message(fields));
    } catch (MessageFields.Fault e) {
      JsonNode id = object.path("id");
      return faulty(id.isTextual() ? id.textValue() : null, String.valueOf(e.getMessage()));
    }
  }

  private static Reading faulty(@Nullable String id, String explanation) {
    return new Reading.Faulty(id, new RealtimeError.BadMessage(explanation));
  }

  private static ClientMessage message(MessageFields fields) {
    String type = fields.text("type");
    return switch (type) {
      case "auth" -> new ClientMessage.Auth(fields.optionalText("token"));
      case "subscribe" -> subscribe(fields);
      case "unsubscribe" -> new ClientMessage.Unsubscribe(fields.text("id"));
      case "channel" -> new ClientMessage.Channel(fields.text("channel"), fields.flag("private"));
      case "broadcast" ->
          new ClientMessage.Broadcast(
              fields.text("channel"),
              fields.text("event"),
              fields.any("payload"),
              fields.flag("ack"));
      case "presence" ->
          new ClientMessage.Presence(fields.text("channel"), fields.optionalObject("state"));
      case "ping" -> new ClientMessage.Ping(fields.optional("ref"));
      default -> throw new MessageFields.Fault("There is no message of the type '" + type + "'");
    };
  }

  private static Subscribe subscribe(MessageFields fields) {
    String table = fields.text("table");
    String id = fields.optionalText("id");
    return new Subscribe(
        id == null ? table : id,
        fields.optionalText("schema"),
        table,
        events(fields),
        fields.optionalText("filter"),
        fields.texts("select"),
        fields.flag("snapshot"),
        since(fields),
        fields.flag("transactions"));
  }

  private static Set<Operation> events(MessageFields fields) {
    Set<Operation> events = EnumSet.noneOf(Operation.class);
    for (String event : fields.texts("events")) {
      switch (event.toLowerCase(Locale.ROOT)) {
        case "insert" -> events.add(Operation.INSERT);
        case "update" -> events.add(Operation.UPDATE);
        case "delete" -> events.add(Operation.DELETE);
        case "*" -> events.addAll(EnumSet.allOf(Operation.class));
        default -> throw new MessageFields.Fault("There is no event '" + event + "'");
      }
    }
    return events.isEmpty() ? EnumSet.allOf(Operation.class) : events;
  }

  private static @Nullable Cursor since(MessageFields fields) {
    String since = fields.optionalText("since");
    return since == null
        ? null
        : Cursor.parse(since).orElseThrow(() -> new MessageFields.Fault("'since' is not a cursor"));
  }
}

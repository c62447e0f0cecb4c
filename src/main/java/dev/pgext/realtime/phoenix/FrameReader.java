package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads text frames. Pure and thread-safe. */
public final class FrameReader {
  private static final int JOIN_REF = 0;
  private static final int REF = 1;
  private static final int TOPIC = 2;
  private static final int EVENT = 3;
  private static final int PAYLOAD = 4;
  private static final int FIELDS = 5;

  private FrameReader() {}

  /**
   * Reads a text frame.
   *
   * @throws MalformedFrameException where it is not one of this protocol
   */
  public static ClientFrame text(String text, Vsn vsn) {
    JsonNode frame = Json.parse(text);
    return switch (vsn) {
      case V1 -> object(frame);
      case V2 -> array(frame);
    };
  }

  private static ClientFrame object(JsonNode frame) {
    if (!frame.isObject()) {
      throw new MalformedFrameException("A frame of version 1.0.0 is an object");
    }
    return frame(
        frame.path("join_ref"),
        frame.path("ref"),
        frame.path("topic"),
        frame.path("event"),
        frame.path("payload"));
  }

  private static ClientFrame array(JsonNode frame) {
    if (!frame.isArray() || frame.size() != FIELDS) {
      throw new MalformedFrameException("A frame of version 2.0.0 is an array of five");
    }
    return frame(
        frame.path(JOIN_REF),
        frame.path(REF),
        frame.path(TOPIC),
        frame.path(EVENT),
        frame.path(PAYLOAD));
  }

  private static ClientFrame frame(
      JsonNode joinRef, JsonNode ref, JsonNode topic, JsonNode event, JsonNode payload) {
    String name = required(topic, "topic");
    ClientMessage message = MessageReader.read(name, required(event, "event"), payload(payload));
    return new ClientFrame(optional(joinRef, "join_ref"), optional(ref, "ref"), name, message);
  }

  private static ObjectNode payload(JsonNode payload) {
    if (payload instanceof ObjectNode object) {
      return object;
    }
    if (payload.isNull() || payload.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    throw new MalformedFrameException("The payload is not an object");
  }

  private static String required(JsonNode value, String field) {
    String text = optional(value, field);
    if (text == null) {
      throw new MalformedFrameException("The field " + field + " is missing");
    }
    return text;
  }

  private static @Nullable String optional(JsonNode value, String field) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual() || !Utf8.isWellFormed(value.textValue())) {
      throw new MalformedFrameException("The field " + field + " is not text");
    }
    return value.textValue();
  }
}

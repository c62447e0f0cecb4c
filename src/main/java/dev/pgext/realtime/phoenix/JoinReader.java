package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.realtime.phoenix.JoinRequest.ReplayRequest;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the payload of {@code phx_join}. */
final class JoinReader {
  private static final long EVERYTHING = 0;
  private static final int REPLAY_LIMIT = 25;

  private JoinReader() {}

  static ClientMessage read(ObjectNode payload) {
    try {
      return new ClientMessage.Join(request(payload));
    } catch (InvalidFieldException e) {
      return new ClientMessage.InvalidJoin(e.reason);
    }
  }

  private static JoinRequest request(ObjectNode payload) throws InvalidFieldException {
    JsonNode config = object(payload, "config");
    JsonNode broadcast = object(config, "broadcast");
    JsonNode presence = object(config, "presence");
    return new JoinRequest(
        flag(config, "private", false),
        flag(broadcast, "ack", false),
        flag(broadcast, "self", false),
        replay(broadcast.path("replay")),
        text(presence, "key"),
        flag(presence, "enabled", true),
        bindings(config.path("postgres_changes")),
        token(payload));
  }

  private static @Nullable ReplayRequest replay(JsonNode replay) throws InvalidFieldException {
    if (isAbsent(replay)) {
      return null;
    }
    JsonNode since = replay.path("since");
    JsonNode limit = replay.path("limit");
    boolean valid =
        replay.isObject()
            && (isAbsent(since) || since.canConvertToLong())
            && (isAbsent(limit) || limit.canConvertToInt());
    if (!valid) {
      throw new InvalidFieldException("replay", "an object with since and limit");
    }
    int wanted = isAbsent(limit) ? REPLAY_LIMIT : limit.intValue();
    return new ReplayRequest(
        isAbsent(since) ? EVERYTHING : since.longValue(), Math.clamp(wanted, 1, REPLAY_LIMIT));
  }

  private static List<Binding> bindings(JsonNode list) throws InvalidFieldException {
    if (!isAbsent(list) && !list.isArray()) {
      throw new InvalidFieldException("postgres_changes", "an array of maps");
    }
    List<Binding> bindings = new ArrayList<>();
    for (JsonNode entry : list) {
      if (entry instanceof ObjectNode object) {
        bindings.add(BindingReader.read(object));
      } else if (!entry.isNull()) {
        throw new InvalidFieldException("postgres_changes", "an array of maps");
      }
    }
    return bindings;
  }

  private static @Nullable String token(ObjectNode payload) throws InvalidFieldException {
    for (String field : List.of("user_token", "access_token")) {
      JsonNode token = payload.path(field);
      if (token.isTextual()) {
        return token.textValue();
      }
      if (!isAbsent(token)) {
        throw new InvalidFieldException(field, "string");
      }
    }
    return null;
  }

  /** Numbers serve as names, too. */
  private static String text(JsonNode parent, String field) throws InvalidFieldException {
    JsonNode value = parent.path(field);
    if (value.isContainerNode()) {
      throw new InvalidFieldException(field, "string");
    }
    return isAbsent(value) || !Utf8.isWellFormed(value.asText()) ? "" : value.asText();
  }

  private static boolean flag(JsonNode parent, String field, boolean absent)
      throws InvalidFieldException {
    JsonNode value = parent.path(field);
    if (isAbsent(value)) {
      return absent;
    }
    return switch (value.isTextual()
        ? value.textValue().toLowerCase(Locale.ROOT)
        : value.asText()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidFieldException(field, "boolean");
    };
  }

  private static JsonNode object(JsonNode parent, String field) throws InvalidFieldException {
    JsonNode value = parent.path(field);
    if (!isAbsent(value) && !value.isObject()) {
      throw new InvalidFieldException(field, "a map");
    }
    return value;
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** A field that has another type than it should. */
  private static final class InvalidFieldException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    final String reason;

    InvalidFieldException(String field, String expected) {
      super(field, null, false, false);
      this.reason = field + ": unable to parse, expected " + expected;
    }
  }
}

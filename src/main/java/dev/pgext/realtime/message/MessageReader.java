package dev.pgext.realtime.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages as {@code pgext.say} (sql/pgext/004_messages.sql) writes them: a signature, a
 * header of JSON on one line, and the payload below it.
 *
 * <p>Anybody may execute {@code pg_logical_emit_message}, so what has no good signature, or was
 * copied from another transaction, is nobody's word. An exception is a broadcast to a public
 * channel, where every client may broadcast anyway: it needs no signature. Thread-safe.
 */
public final class MessageReader {
  private static final String PREFIX = "pgext.";
  private static final int SIGNATURE_LENGTH = 64;
  private static final long XID_BITS = 0xFFFF_FFFFL;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MessageKey key;

  public MessageReader(MessageKey key) {
    this.key = key;
  }

  /**
   * What a message says; empty where it is not ours, or nobody vouches for it.
   *
   * @param xid of its transaction; 0 where that is not known
   */
  public Optional<DatabaseMessage> read(Change.Message message, long xid) {
    String prefix = message.prefix();
    if (!prefix.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String content = message.content();
    if (content.startsWith("{")) {
      return Optional.ofNullable(parse(prefix, content, 0)).filter(MessageReader::forPublicChannel);
    }
    if (content.length() < SIGNATURE_LENGTH + 2 || content.charAt(SIGNATURE_LENGTH) != ' ') {
      return Optional.empty();
    }
    String body = content.substring(SIGNATURE_LENGTH + 1);
    boolean signed = key.verifies(content.substring(0, SIGNATURE_LENGTH), prefix + " " + body);
    return signed ? Optional.ofNullable(parse(prefix, body, xid)) : Optional.empty();
  }

  private static boolean forPublicChannel(DatabaseMessage message) {
    return message instanceof DatabaseMessage.Broadcast broadcast && !broadcast.isPrivate();
  }

  private static @Nullable DatabaseMessage parse(String prefix, String body, long xid) {
    int end = body.indexOf('\n');
    String payload = end < 0 ? "null" : body.substring(end + 1);
    try {
      JsonNode header = JSON.readTree(end < 0 ? body : body.substring(0, end));
      boolean here = xid == 0 || header.path("xid").asLong() == (xid & XID_BITS);
      return here ? parse(prefix, header, payload) : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static @Nullable DatabaseMessage parse(String prefix, JsonNode header, String payload) {
    int oid = (int) header.path("oid").asLong();
    QualifiedName table =
        new QualifiedName(header.path("schema").asText(), header.path("table").asText());
    return switch (prefix) {
      case "pgext.broadcast" -> broadcast(header, payload);
      case "pgext.gate" -> new DatabaseMessage.Gated(oid, table);
      case "pgext.ungate" -> new DatabaseMessage.Ungated(oid, table);
      case "pgext.watch" ->
          new DatabaseMessage.Watched(oid, table, header.path("full_identity").asBoolean());
      case "pgext.unwatch" -> new DatabaseMessage.Unwatched(oid, table);
      default -> null;
    };
  }

  private static @Nullable DatabaseMessage broadcast(JsonNode header, String payload) {
    JsonNode channel = header.path("channel");
    JsonNode event = header.path("event");
    if (!channel.isTextual() || !event.isTextual()) {
      return null;
    }
    JsonNode id = header.path("id");
    return new DatabaseMessage.Broadcast(
        channel.textValue(),
        event.textValue(),
        payload,
        header.path("private").asBoolean(false),
        id.isTextual() ? id.textValue() : null);
  }
}

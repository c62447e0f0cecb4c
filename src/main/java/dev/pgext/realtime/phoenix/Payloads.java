package dev.pgext.realtime.phoenix;

import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.util.List;
import java.util.Map;

/** Writes what server frames carry, each a JSON object in UTF-8. Pure and thread-safe. */
public final class Payloads {

  private static final byte[] EMPTY = {'{', '}'};
  private static final int SMALL = 128;

  private Payloads() {}

  /** Nothing. */
  public static byte[] empty() {
    return EMPTY.clone();
  }

  /** A reply that says yes. */
  public static byte[] ok() {
    return reply("ok", EMPTY);
  }

  /** The reply to a join: the entries as they were sent, each with its id, in the same order. */
  public static byte[] joined(List<BoundBinding> bindings) {
    JsonBytes response = new JsonBytes(SMALL).raw("{\"postgres_changes\":[");
    String separator = "";
    for (BoundBinding binding : bindings) {
      response.raw(separator).raw(binding.json());
      separator = ",";
    }
    return reply("ok", response.raw("]}").toBytes());
  }

  /** A reply that says no. */
  public static byte[] refused(String reason) {
    byte[] response = new JsonBytes(SMALL).raw("{\"reason\":").string(reason).raw("}").toBytes();
    return reply("error", response);
  }

  private static byte[] reply(String status, byte[] response) {
    return new JsonBytes(response.length + SMALL)
        .raw("{\"status\":")
        .string(status)
        .raw(",\"response\":")
        .raw(response)
        .raw("}")
        .toBytes();
  }

  /**
   * What the server has to say about a channel.
   *
   * @param extension {@code postgres_changes} or {@code system}
   * @param status {@code ok} or {@code error}
   * @param channel its name, without {@code realtime:}
   */
  public static byte[] system(String extension, String status, String message, String channel) {
    return new JsonBytes(SMALL)
        .raw("{\"extension\":")
        .string(extension)
        .raw(",\"status\":")
        .string(status)
        .raw(",\"message\":")
        .string(message)
        .raw(",\"channel\":")
        .string(channel)
        .raw("}")
        .toBytes();
  }

  /** A change of a row, for the bindings that match it. */
  public static byte[] change(List<Long> ids, byte[] data) {
    StringBuilder list = new StringBuilder();
    ids.forEach(id -> list.append(list.isEmpty() ? "" : ",").append(id));
    return new JsonBytes(data.length + SMALL)
        .raw("{\"ids\":[")
        .raw(list.toString())
        .raw("],\"data\":")
        .raw(data)
        .raw("}")
        .toBytes();
  }

  /**
   * A broadcast, as text frames carry it.
   *
   * @throws IllegalArgumentException for one of bytes, which no text frame can carry
   */
  public static byte[] broadcast(UserBroadcast broadcast) {
    if (broadcast.encoding() != Encoding.JSON) {
      throw new IllegalArgumentException("bytes do not fit into a text frame");
    }
    byte[] meta = broadcast.meta();
    JsonBytes json =
        new JsonBytes(broadcast.payload().length + SMALL)
            .raw("{\"type\":\"broadcast\",\"event\":")
            .string(broadcast.event())
            .raw(",\"payload\":")
            .raw(broadcast.payload());
    return (meta == null ? json : json.raw(",\"meta\":").raw(meta)).raw("}").toBytes();
  }

  /** Who is in a channel: {@code presence_state}. */
  public static byte[] presenceState(Map<String, List<PresenceMeta>> present) {
    JsonBytes json = new JsonBytes(SMALL);
    presences(json, present);
    return json.toBytes();
  }

  /** Who came and went: {@code presence_diff}; whoever changed did both. */
  public static byte[] presenceDiff(
      Map<String, List<PresenceMeta>> joins, Map<String, List<PresenceMeta>> leaves) {
    JsonBytes json = new JsonBytes(SMALL).raw("{\"joins\":");
    presences(json, joins);
    presences(json.raw(",\"leaves\":"), leaves);
    return json.raw("}").toBytes();
  }

  private static void presences(JsonBytes json, Map<String, List<PresenceMeta>> presences) {
    json.raw("{");
    String separator = "";
    for (Map.Entry<String, List<PresenceMeta>> entry : presences.entrySet()) {
      json.raw(separator).string(entry.getKey()).raw(":{\"metas\":[");
      String comma = "";
      for (PresenceMeta meta : entry.getValue()) {
        meta.write(json.raw(comma));
        comma = ",";
      }
      json.raw("]}");
      separator = ",";
    }
    json.raw("}");
  }
}

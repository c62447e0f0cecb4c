package dev.pgext.realtime.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.Cursor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says. */
public sealed interface ClientMessage {

  /** Who it is from now on; null for nobody. */
  record Auth(@Nullable String token) implements ClientMessage {}

  /**
   * It wants to hear of a table.
   *
   * @param id what the answers bear; the table's name where the client gives none
   * @param schema null for the one that requests without one have
   * @param events all where the client names none
   * @param select empty for all columns
   * @param snapshot whether the current rows come first
   * @param since the last cursor it saw; null to begin now
   * @param transactions whether {@code begin} and {@code commit} are wanted
   */
  record Subscribe(
      String id,
      @Nullable String schema,
      String table,
      Set<Operation> events,
      @Nullable String filter,
      List<String> select,
      boolean snapshot,
      @Nullable Cursor since,
      boolean transactions)
      implements ClientMessage {
    public Subscribe {
      events = Set.copyOf(events);
      select = List.copyOf(select);
    }
  }

  /** It wants to hear no more of something: of a table, or a channel. */
  record Unsubscribe(String id) implements ClientMessage {}

  /** It joins a channel. */
  record Channel(String channel, boolean isPrivate) implements ClientMessage {}

  /**
   * It publishes.
   *
   * @param ack whether it wants to hear that it was
   */
  record Broadcast(String channel, String event, JsonNode payload, boolean ack)
      implements ClientMessage {}

  /** It shows its presence on a channel; null to show none any more. */
  record Presence(String channel, @Nullable JsonNode state) implements ClientMessage {}

  /** It asks for an answer; what it gave as ref comes back. */
  record Ping(@Nullable JsonNode ref) implements ClientMessage {}
}

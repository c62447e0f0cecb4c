package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a client wants. */
public sealed interface ClientMessage {

  /** To enter a channel: {@code phx_join}. */
  record Join(JoinRequest request) implements ClientMessage {}

  /**
   * To enter a channel with a payload that is not understood; guessing could turn a private channel
   * into a public one.
   *
   * @param reason one sentence
   */
  record InvalidJoin(String reason) implements ClientMessage {}

  /** To leave the channel: {@code phx_leave}. */
  record Leave() implements ClientMessage {}

  /** To be told that the connection lives. */
  record Heartbeat() implements ClientMessage {}

  /** To be somebody else, or the same for longer; null changes nothing. */
  record AccessToken(@Nullable String token) implements ClientMessage {}

  /** To tell everyone in the channel. */
  record Broadcast(UserBroadcast broadcast) implements ClientMessage {}

  /** To be seen in the channel with this state. */
  record Track(ObjectNode state) implements ClientMessage {}

  /** To be seen no longer. */
  record Untrack() implements ClientMessage {}

  /** A broadcast or presence message that cannot be carried out. */
  record Invalid(String reason) implements ClientMessage {}

  /** An event that means nothing here; it gets no answer, as in Supabase Realtime. */
  record Unknown(String event) implements ClientMessage {}
}

package dev.pgext.realtime.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.hub.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest extends ConversationFixture {
  @Test
  void heartbeatsAreAnswered() {
    socket.text("[null,\"7\",\"phoenix\",\"heartbeat\",{}]");

    assertThat(wire.next()).containsExactly("[null,\"7\",\"phoenix\"," + OK + "{}}]");
  }

  @Test
  void malformedFramesAreToldAndTheSocketStaysOpen() {
    socket.text("nonsense");
    socket.binary(new byte[] {9});

    assertThat(wire.faults).hasSize(2).allMatch(RealtimeError.BadMessage.class::isInstance);
    assertThat(wire.next()).hasSize(2).allMatch(frame -> frame.contains("\"error\""));
    assertThat(wire.isOpen()).isTrue();
  }

  @Test
  void aJoinWithoutBindingsIsAnsweredAtOnceAndThenPresence() {
    join("room", "{\"presence\":{\"enabled\":true}}");

    assertThat(wire.next())
        .containsExactly(
            "[\"1\",\"1\",\"realtime:room\"," + OK + "{\"postgres_changes\":[]}}]",
            "[null,null,\"realtime:room\",\"presence_state\",{}]");
  }

  @Test
  void theAnswerWaitsUntilTheBindingIsLive() {
    join("room", changes("{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"t\"}"));
    assertThat(wire.next()).isEmpty();

    desk.orders.get(0).live();

    List<String> sent = wire.next();
    assertThat(sent.get(0))
        .contains(OK + "{\"postgres_changes\":[{\"event\":\"INSERT\",\"schema\":\"public\",")
        .contains("\"table\":\"t\",\"id\":");
    assertThat(sent.get(1))
        .isEqualTo(
            "[null,null,\"realtime:room\",\"system\",{\"extension\":\"postgres_changes\","
                + "\"status\":\"ok\",\"message\":\"Subscribed to PostgreSQL\",\"channel\":\"room\"}]");
    assertThat(desk.orders.get(0).request.events()).containsExactly(Operation.INSERT);
  }

  @Test
  void eventsOfOneBindingWaitForTheOthers() {
    join("room", changes("{\"table\":\"a\"},{\"table\":\"b\",\"filter\":\"id=eq.1\"}"));
    desk.orders.get(0).live();
    wire.send(Frame.text("an event of a"));
    assertThat(wire.next()).isEmpty();

    desk.orders.get(1).live();

    assertThat(wire.next())
        .satisfiesExactly(
            reply -> assertThat(reply).contains("phx_reply"),
            system -> assertThat(system).contains("Subscribed to PostgreSQL"),
            event -> assertThat(event).isEqualTo("an event of a"));
    assertThat(desk.orders.get(1).request.filter()).isEqualTo("and=%28id.eq.%221%22%29");
  }

  @Test
  void equalBindingsShareASubscription() {
    join("room", changes("{\"table\":\"a\"},{\"table\":\"a\"}"));

    assertThat(desk.orders).hasSize(1);
    desk.orders.get(0).live();
    assertThat(wire.next().get(0).split("\"id\":", -1)).hasSize(3);
  }

  @Test
  void aRefusedBindingRefusesTheJoin() {
    join("room", changes("{\"table\":\"a\"},{\"table\":\"b\"}"));

    desk.orders.get(0).listener.stopped(new RealtimeError.NotWatched("a"));
    desk.orders.get(1).live();

    assertThat(wire.next())
        .containsExactly(
            "[\"1\",\"1\",\"realtime:room\",\"phx_reply\",{\"status\":\"error\",\"response\":"
                + "{\"reason\":\"PGEXT202: Changes of the table 'a' are not published\"}}]");
    assertThat(desk.orders.get(1).removed).isTrue();
    assertThat(channels.size()).isZero();
  }

  @Test
  void aBindingThatFailsLaterIsTold() {
    join("room", changes("{\"table\":\"a\"}"));
    desk.orders.get(0).live();
    wire.next();

    desk.orders.get(0).listener.stopped(new RealtimeError.NotWatched("a"));

    assertThat(wire.next()).singleElement().asString().contains("\"system\"", "PGEXT202");
  }

  @Test
  void joinsThatCannotBeGrantedSayWhy() {
    assertThat(refusal("realtime:", "{}")).startsWith("TopicNameRequired: ");
    assertThat(refusal("other", "{}")).isEqualTo("unmatched topic");
    assertThat(refusal("realtime:room", "{\"config\":{\"private\":\"maybe\"}}"))
        .isEqualTo("InvalidJoinPayload: private: unable to parse, expected boolean");
    assertThat(refusal("realtime:room", "{\"config\":{\"private\":true}}"))
        .isEqualTo(
            "Unauthorized: You do not have permissions to read from this Channel topic: room");
    assertThat(refusal("realtime:room", "{\"config\":{\"broadcast\":{\"replay\":{}}}}"))
        .startsWith("UnableToReplayMessages: ");
    assertThat(refusal("realtime:room", "{\"access_token\":\"x\"}")).startsWith("MalformedJWT: ");
    assertThat(refusal("realtime:room", "{\"access_token\":\"" + Jwts.expired(NOW) + "\"}"))
        .isEqualTo("InvalidJWTToken: JWT expired");
    assertThat(refusal("realtime:room", config(changes("{\"table\":\"t\",\"filter\":\"x\"}"))))
        .startsWith("RealtimeDisabledForConfiguration: Error parsing `filter` params");
    assertThat(refusal("realtime:room", config(changes("{}"))))
        .startsWith("RealtimeDisabledForConfiguration: No subscription params");
    assertThat(channels.size()).isZero();
  }

  @Test
  void aConnectionTakesSoManyChannelsAndBindingsAndNoMore() {
    for (int channel = 0; channel < 4; channel++) {
      join("room" + channel, "{}");
    }
    wire.next();

    assertThat(refusal("realtime:more", config(changes("{\"table\":\"t\"}"))))
        .isEqualTo("ChannelRateLimitReached: Too many channels");
  }

  @Test
  void leavingIsAnsweredAndThenTheChannelIsClosed() {
    join("room", changes("{\"table\":\"t\"}"));
    desk.orders.get(0).live();
    wire.next();

    socket.text("[\"1\",\"9\",\"realtime:room\",\"phx_leave\",{}]");
    socket.text("[\"1\",\"10\",\"realtime:room\",\"phx_leave\",{}]");

    assertThat(wire.next())
        .containsExactly(
            "[\"1\",\"9\",\"realtime:room\"," + OK + "{}}]",
            "[\"1\",\"1\",\"realtime:room\",\"phx_close\",{}]",
            "[\"1\",\"10\",\"realtime:room\"," + OK + "{}}]");
    assertThat(desk.orders.get(0).removed).isTrue();
  }

  @Test
  void leavingBeforeTheAnswerLeavesNothingBehind() {
    join("room", changes("{\"table\":\"a\"},{\"table\":\"b\"}"));

    socket.text("[\"1\",\"9\",\"realtime:room\",\"phx_leave\",{}]");
    desk.orders.forEach(Desk.Order::live);

    assertThat(wire.next()).hasSize(2).noneMatch(frame -> frame.contains("postgres_changes"));
    assertThat(desk.orders).allMatch(order -> order.removed);
  }

  @Test
  void joiningAgainReplacesTheFormerJoin() {
    join("room", "{\"presence\":{\"enabled\":false}}");
    wire.next();

    socket.text(
        "[\"2\",\"2\",\"realtime:room\",\"phx_join\",{\"config\":{\"presence\":{\"enabled\":false}}}]");
    socket.text("[\"1\",\"3\",\"realtime:room\",\"phx_leave\",{}]");
    socket.text("[\"1\",\"4\",\"realtime:room\",\"broadcast\",{\"event\":\"e\"}]");

    assertThat(wire.next())
        .satisfiesExactly(
            close -> assertThat(close).startsWith("[\"1\",\"1\"").contains("phx_close"),
            reply -> assertThat(reply).startsWith("[\"2\",\"2\"").contains("phx_reply"),
            left -> assertThat(left).startsWith("[\"1\",\"3\"").contains("\"ok\""),
            stale -> assertThat(stale).contains("unmatched topic"));
    assertThat(channels.size()).isOne();
  }

  @Test
  void aSocketThatClosesLeavesNothingBehind() {
    join("room", changes("{\"table\":\"a\"}"));
    desk.orders.get(0).live();

    socket.closed();

    assertThat(channels.size()).isZero();
    assertThat(desk.orders.get(0).removed).isTrue();
  }
}

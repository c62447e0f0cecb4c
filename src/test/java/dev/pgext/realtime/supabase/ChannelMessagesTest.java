package dev.pgext.realtime.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.SocketHandler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Broadcasts, presence, and what a token changes for them. */
class ChannelMessagesTest extends ConversationFixture {
  @Test
  void broadcastsReachOthersAsBinaryFramesAndVersionOneAsText() {
    Wire other = new Wire();
    Wire old = new Wire();
    SocketHandler second = open(other, Map.of("vsn", List.of("2.0.0")));
    SocketHandler third = open(old, Map.of());
    join("room", "{}");
    second.text("[\"1\",\"1\",\"realtime:room\",\"phx_join\",{}]");
    third.text("{\"topic\":\"realtime:room\",\"event\":\"phx_join\",\"payload\":{},\"ref\":\"1\"}");
    wire.next();
    other.next();
    old.next();

    socket.text(broadcast("{\"a\":1}"));

    assertThat(wire.next()).isEmpty();
    assertThat(other.next()).containsExactly("\u0004\r\u0001\u0000\u0001realtime:roome{\"a\":1}");
    assertThat(old.next())
        .containsExactly(
            "{\"topic\":\"realtime:room\",\"event\":\"broadcast\",\"payload\":{\"type\":"
                + "\"broadcast\",\"event\":\"e\",\"payload\":{\"a\":1}},\"ref\":null,"
                + "\"join_ref\":null}");
  }

  @Test
  void aBroadcastIsAcknowledgedAndEchoedIfAskedFor() {
    join("room", "{\"broadcast\":{\"ack\":true,\"self\":true}}");
    wire.next();

    socket.text(broadcast("{}"));
    socket.text(broadcast("\"" + "x".repeat(100) + "\""));

    assertThat(wire.next())
        .satisfiesExactly(
            echo -> assertThat(echo).endsWith("e{}"),
            reply -> assertThat(reply).isEqualTo("[\"1\",\"5\",\"realtime:room\"," + OK + "{}}]"),
            refused -> assertThat(refused).contains("PayloadSizeExceeded"));
  }

  @Test
  void bytesGoThroughUnchanged() {
    Wire other = new Wire();
    open(other, Map.of("vsn", List.of("2.0.0")))
        .text(
            "[\"1\",\"1\",\"realtime:room\",\"phx_join\",{\"config\":{\"presence\":{\"enabled\":false}}}]");
    join("room", "{}");
    other.next();

    socket.binary(
        "\u0003\u0001\u0001\r\u0001\u0000\u000015realtime:roome\u0000\u0001".getBytes(UTF_8));

    assertThat(other.next())
        .containsExactly("\u0004\r\u0001\u0000\u0000realtime:roome\u0000\u0001");
  }

  @Test
  void presenceIsTrackedAndToldToEverybody() {
    join("room", "{\"presence\":{\"key\":\"me\",\"enabled\":true}}");
    wire.next();

    socket.text(presence("track", ",\"payload\":{\"a\":1}"));
    socket.text(presence("untrack", ""));

    assertThat(wire.next())
        .containsExactly(
            "[null,null,\"realtime:room\",\"presence_diff\",{\"joins\":{\"me\":{\"metas\":"
                + "[{\"phx_ref\":\"r1\",\"a\":1}]}},\"leaves\":{}}]",
            "[\"1\",\"6\",\"realtime:room\"," + OK + "{}}]",
            "[null,null,\"realtime:room\",\"presence_diff\",{\"joins\":{},\"leaves\":{\"me\":"
                + "{\"metas\":[{\"phx_ref\":\"r1\",\"a\":1}]}}}]",
            "[\"1\",\"6\",\"realtime:room\"," + OK + "{}}]");
  }

  @Test
  void whoIsSeenSees() {
    join("room", "{\"presence\":{\"enabled\":false}}");
    assertThat(wire.next()).hasSize(1);

    socket.text(presence("track", ",\"payload\":{}"));

    assertThat(wire.next()).last().asString().contains("presence_state").contains("r2");
  }

  @Test
  void privateChannelsHearOnlyWhatIsPrivate() {
    policies.put("anon", new Permissions(true, false, true, false));
    join("room", "{\"private\":true,\"broadcast\":{\"ack\":true}}");
    wire.next();

    channels.publish(ROOM, said("forged"));
    channels.publish(SECRET_ROOM, said("true"));
    socket.text(broadcast("{}"));

    assertThat(wire.next())
        .satisfiesExactly(
            event -> assertThat(event).endsWith("true"),
            refused -> assertThat(refused).contains("\"status\":\"error\"", "Unauthorized"));
  }

  @Test
  void aRenewedTokenGoesOnInPlace() {
    policies.put("user", Permissions.ALL);
    policies.put("other", Permissions.ALL);
    String config =
        "{\"private\":true,\"presence\":{\"enabled\":false},\"postgres_changes\":[{\"table\":\"t\"}]}";
    socket.text(
        "[\"1\",\"1\",\"realtime:room\",\"phx_join\",{\"config\":"
            + config
            + ",\"access_token\":\""
            + Jwts.of("{\"role\":\"user\"}")
            + "\"}]");
    desk.orders.get(0).live();
    wire.next();

    socket.text(accessToken(Jwts.of("{\"role\":\"other\"}")));

    assertThat(desk.orders.get(0).viewer.role()).isEqualTo("other");
    assertThat(wire.next()).isEmpty();
  }

  @Test
  void aTokenThatMayNotBeHereEndsTheChannelSoThatTheClientJoinsAgain() {
    policies.put("anon", Permissions.ALL);
    join("room", "{\"private\":true,\"presence\":{\"enabled\":false}}");
    wire.next();

    socket.text(accessToken(Jwts.of("{\"role\":\"stranger\"}")));

    assertThat(wire.next())
        .satisfiesExactly(
            system -> assertThat(system).contains("You no longer have permission to read"),
            end -> assertThat(end).isEqualTo("[\"1\",\"1\",\"realtime:room\",\"phx_error\",{}]"));
    assertThat(channels.size()).isZero();
  }
}

package dev.pgext.realtime.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.config.Config;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelLimits;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.hub.SocketHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A socket that speaks Supabase's protocol to a desk and channels that are looked into. */
abstract class ConversationFixture {
  static final Cursor END_OF_LOG = Cursor.after(1, Lsn.parse("0/20"));
  static final Instant NOW = Instant.parse("2026-11-20T16:00:00Z");
  static final ChannelName ROOM = new ChannelName("room", false);
  static final ChannelName SECRET_ROOM = new ChannelName("room", true);
  static final String OK = "\"phx_reply\",{\"status\":\"ok\",\"response\":";

  final AtomicInteger ids = new AtomicInteger();
  final Desk desk = new Desk();
  final Map<String, Permissions> policies = new HashMap<>();
  final Channels<Frame> channels =
      new Channels<>(new ChannelLimits(100, 100, 10), () -> "r" + ids.incrementAndGet());
  final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  final Authenticator authenticator =
      new Authenticator(
          Config.of(Map.of("jwt-secret", Jwts.SECRET, "db-anon-role", "anon")),
          InstantSource.fixed(NOW),
          new TokenCacheStatistics());
  final SupabaseProtocol protocol = new SupabaseProtocol(services());
  final Wire wire = new Wire();
  final SocketHandler socket = open(wire, Map.of("vsn", List.of("2.0.0")));

  SupabaseServices services() {
    return new SupabaseServices(
        channels,
        (channel, viewer) ->
            channel.isPrivate()
                ? policies.getOrDefault(viewer.role(), Permissions.NONE)
                : Permissions.ALL,
        desk,
        () -> authenticator,
        table -> List.of(),
        new NoDatabase(),
        timer,
        InstantSource.fixed(NOW),
        () -> "id" + ids.incrementAndGet(),
        5,
        Duration.ofMinutes(5));
  }

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  SocketHandler open(Wire on, Map<String, List<String>> parameters) {
    return protocol.open(on, new Handshake("/realtime/v1/websocket", parameters, Map.of()));
  }

  void join(String channel, String config) {
    socket.text("[\"1\",\"1\",\"realtime:" + channel + "\",\"phx_join\"," + config(config) + "]");
  }

  static String config(String config) {
    return "{\"config\":" + config + "}";
  }

  static String changes(String bindings) {
    return "{\"presence\":{\"enabled\":false},\"postgres_changes\":[" + bindings + "]}";
  }

  String refusal(String topic, String payload) {
    socket.text("[\"1\",\"1\",\"" + topic + "\",\"phx_join\"," + payload + "]");
    String frame = wire.next().get(0);
    String before = "{\"status\":\"error\",\"response\":{\"reason\":\"";
    int start = frame.indexOf(before) + before.length();
    return frame.substring(start, frame.lastIndexOf("\"}}]"));
  }

  static String broadcast(String payload) {
    return "[\"1\",\"5\",\"realtime:room\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":"
        + payload
        + "}]";
  }

  static String presence(String event, String payload) {
    return "[\"1\",\"6\",\"realtime:room\",\"presence\",{\"type\":\"presence\",\"event\":\""
        + event
        + "\""
        + payload
        + "}]";
  }

  static String accessToken(String token) {
    return "[\"1\",\"8\",\"realtime:room\",\"access_token\",{\"access_token\":\"" + token + "\"}]";
  }

  static Broadcast said(String text) {
    return Broadcast.of("e", Content.JSON, text.getBytes(UTF_8));
  }
}

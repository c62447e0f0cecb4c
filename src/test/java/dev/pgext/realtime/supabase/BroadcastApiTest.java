package dev.pgext.realtime.supabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.config.Config;
import dev.pgext.realtime.channel.ChannelEvent;
import dev.pgext.realtime.channel.ChannelFormat;
import dev.pgext.realtime.channel.ChannelLimits;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.channel.Participant;
import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.Frame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastApiTest {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final Permissions SPEAKER = new Permissions(false, true, false, false);

  private final List<String> heard = new ArrayList<>();
  private final Channels<Frame> channels =
      new Channels<>(new ChannelLimits(20, 20, 10), () -> "ref");
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Authenticator authenticator =
      new Authenticator(
          Config.of(Map.of("jwt-secret", Jwts.SECRET, "db-anon-role", "anon")),
          InstantSource.system(),
          new TokenCacheStatistics());
  private final BroadcastApi api = new BroadcastApi(services());

  private SupabaseServices services() {
    return new SupabaseServices(
        channels,
        (channel, viewer) ->
            !channel.isPrivate() || viewer.role().equals("speaker") ? SPEAKER : Permissions.NONE,
        new Desk(),
        () -> authenticator,
        table -> List.of(),
        new NoDatabase(),
        timer,
        InstantSource.system(),
        () -> "id",
        5,
        Duration.ofMinutes(5));
  }

  @BeforeEach
  void listen() {
    listen("room", false);
    listen("a/b", false);
    listen("room", true);
  }

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void aBatchIsSentInItsOrder() {
    BroadcastAnswer answer =
        post(
            "",
            "{\"messages\":[{\"topic\":\"room\",\"event\":\"a\",\"payload\":{\"n\":1.50}},"
                + "{\"topic\":\"room\",\"event\":\"b\",\"payload\":null}]}",
            Map.of());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(heard).containsExactly("room a {\"n\":1.50}", "room b null");
  }

  @Test
  void aPathNamesTheChannelAndTheEvent() {
    assertThat(post("/a%2Fb/events/%C3%A9+", "{\"n\":1}", JSON).status()).isEqualTo(202);
    assertThat(
            post("/room/events/raw", "\0\1", Map.of("content-type", "application/octet-stream"))
                .status())
        .isEqualTo(202);

    assertThat(heard).containsExactly("a/b é+ {\"n\":1}", "room raw \0\1");
  }

  @Test
  void privateChannelsAreForWhoMaySpeakThere() {
    String messages =
        "{\"messages\":[{\"topic\":\"room\",\"event\":\"open\",\"payload\":{}},"
            + "{\"topic\":\"room\",\"event\":\"e\",\"payload\":{},\"private\":true}]}";

    assertThat(post("", messages, Map.of()).status()).isEqualTo(403);
    assertThat(heard).isEmpty();
    Map<String, String> speaker =
        Map.of("authorization", "Bearer " + Jwts.of("{\"role\":\"speaker\"}"));
    assertThat(post("", messages, speaker).status()).isEqualTo(202);
    assertThat(heard).containsExactly("room open {}", "#room e {}");
  }

  @Test
  void aKeyServesWhereNoOtherTokenCame() {
    String key = Jwts.of("{\"role\":\"speaker\"}");
    String message =
        "{\"messages\":[{\"topic\":\"room\",\"event\":\"e\",\"payload\":{},\"private\":true}]}";

    assertThat(post("", message, Map.of("apikey", key)).status()).isEqualTo(202);
    assertThat(post("", message, Map.of("apikey", "k", "authorization", "Bearer k")).status())
        .isEqualTo(403);
    assertThat(post("", message, Map.of("authorization", "Bearer a.b.c")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "|not json|400",
        "|{}|422",
        "|{\"messages\":[]}|422",
        "|{\"messages\":[{\"topic\":\"room\",\"event\":\"e\"}]}|422",
        "|{\"messages\":[{\"topic\":\"\",\"event\":\"e\",\"payload\":{}}]}|422",
        "|{\"messages\":[{\"topic\":1,\"event\":\"e\",\"payload\":{}}]}|422",
        "|{\"messages\":[{\"topic\":\"room\",\"event\":\"e\",\"payload\":\"12345678901234567890\"}]}|422",
        "/room|{}|404",
        "/room/event/e|{}|404",
        "/%zz/events/e|{}|400",
        "/room/events/e|nothing|400"
      })
  void whatCannotBeSentIsRefused(String path, String body, int status) {
    BroadcastAnswer answer = post(path == null ? "" : path, body, JSON);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).asString().contains("\"message\":");
    assertThat(heard).isEmpty();
  }

  @Test
  void otherContentTypesAreRefused() {
    assertThat(post("/room/events/e", "x", Map.of("content-type", "text/plain")).status())
        .isEqualTo(415);
    assertThat(post("/room/events/e", "x", Map.of()).status()).isEqualTo(415);
  }

  private BroadcastAnswer post(String path, String body, Map<String, String> headers) {
    return api.post(
        new BroadcastRequest(
            BroadcastApi.PATH + path, false, new HashMap<>(headers), body.getBytes(UTF_8)));
  }

  private void listen(String name, boolean isPrivate) {
    channels.join(new ChannelName(name, isPrivate), new Ear(), "key", Permissions.ALL);
  }

  private final class Ear implements Participant<Frame> {
    @Override
    public ChannelFormat<Frame> format() {
      return (channel, event) ->
          event instanceof ChannelEvent.Broadcast said
              ? Frame.text(
                  (channel.isPrivate() ? "#" : "")
                      + channel.name()
                      + " "
                      + said.event()
                      + " "
                      + new String(said.payload(), UTF_8))
              : null;
    }

    @Override
    public void deliver(ChannelEvent event, Frame frame) {
      heard.add(frame.toString());
    }
  }
}

package dev.pgext.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.realtime.phoenix.JoinRequest.ReplayRequest;
import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  @Test
  void bothVersionsSayTheSame() {
    ClientFrame array =
        FrameReader.text("[\"1\",\"2\",\"realtime:room\",\"phx_leave\",{}]", Vsn.V2);
    ClientFrame object =
        FrameReader.text(
            "{\"topic\":\"realtime:room\",\"event\":\"phx_leave\",\"payload\":{},\"ref\":\"2\","
                + "\"join_ref\":\"1\"}",
            Vsn.V1);

    assertThat(array)
        .isEqualTo(new ClientFrame("1", "2", "realtime:room", new ClientMessage.Leave()))
        .isEqualTo(object);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[null,\"3\",\"phoenix\",\"heartbeat\",{}]                     | Heartbeat",
        "[null,\"3\",\"phoenix\",\"heartbeat\",null]                   | Heartbeat",
        "[null,\"3\",\"phoenix\",\"anything\",{}]                      | Unknown",
        "[\"1\",\"3\",\"realtime:a\",\"phx_join\",{}]                  | Join",
        "[\"1\",\"3\",\"realtime:a\",\"phx_join\",{\"config\":[]}]     | InvalidJoin",
        "[\"1\",\"3\",\"realtime:a\",\"phx_leave\",{}]                 | Leave",
        "[\"1\",\"3\",\"realtime:a\",\"access_token\",{}]              | AccessToken",
        "[\"1\",\"3\",\"realtime:a\",\"broadcast\",{\"event\":\"e\"}]  | Broadcast",
        "[\"1\",\"3\",\"realtime:a\",\"broadcast\",{\"event\":1}]      | Invalid",
        "[\"1\",\"3\",\"realtime:a\",\"presence\",{\"event\":\"track\"}] | Track",
        "[\"1\",\"3\",\"realtime:a\",\"presence\",{\"event\":\"TRACK\"}] | Track",
        "[\"1\",\"3\",\"realtime:a\",\"presence\",{\"event\":\"untrack\"}] | Untrack",
        "[\"1\",\"3\",\"realtime:a\",\"presence\",{\"event\":\"track\",\"payload\":1}] | Invalid",
        "[\"1\",\"3\",\"realtime:a\",\"presence\",{}]                  | Invalid",
        "[\"1\",\"3\",\"realtime:a\",\"dance\",{}]                     | Unknown"
      })
  void topicAndEventTellWhatIsWanted(String frame, String kind) {
    assertThat(FrameReader.text(frame, Vsn.V2).message().getClass().getSimpleName())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[",
        "{}",
        "[]",
        "[null,null,\"a\",\"b\"]",
        "[null,null,\"a\",\"b\",{},1]",
        "[null,null,\"a\",\"b\",[]]",
        "[null,null,\"a\",\"b\",\"c\"]",
        "[null,null,null,\"b\",{}]",
        "[null,null,\"a\",null,{}]",
        "[null,null,\"a\",1,{}]",
        "[1,null,\"a\",\"b\",{}]",
        "[null,2,\"a\",\"b\",{}]",
        "[null,null,\"\\ud800\",\"b\",{}]",
        "[null,null,\"a\",\"b\",{}] trailing"
      })
  void whatIsNoFrameIsMalformed(String frame) {
    assertThatThrownBy(() -> FrameReader.text(frame, Vsn.V2))
        .isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(() -> FrameReader.text(frame, Vsn.V1))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void theMessageOfAFaultHoldsNothingOfTheFrame() {
    assertThatThrownBy(() -> FrameReader.text("[null,null,\"secret\",{},{}]", Vsn.V2))
        .hasMessage("The field event is not text");
    assertThatThrownBy(() -> FrameReader.text("secret", Vsn.V2))
        .hasMessage("The frame is not JSON");
  }

  @Test
  void aJoinWithoutAnythingHasSupabasesDefaults() {
    assertThat(join("{}"))
        .isEqualTo(new JoinRequest(false, false, false, null, "", true, List.of(), null));
  }

  @Test
  void aJoinIsReadWhole() {
    JoinRequest join =
        join(
            """
            {"config":{"broadcast":{"ack":true,"self":"true","replay":{"since":5,"limit":3}},
             "presence":{"key":"me","enabled":"FALSE"},"private":"true","postgres_changes":null},
             "access_token":"token"}
            """);

    assertThat(join)
        .isEqualTo(
            new JoinRequest(
                true, true, true, new ReplayRequest(5, 3), "me", false, List.of(), "token"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"config\":1}                              | config: unable to parse, expected a map",
        "{\"config\":{\"private\":\"yes\"}}          | private: unable to parse, expected boolean",
        "{\"config\":{\"private\":1}}                | private: unable to parse, expected boolean",
        "{\"config\":{\"broadcast\":[]}}             | broadcast: unable to parse, expected a map",
        "{\"config\":{\"presence\":{\"key\":[]}}}    | key: unable to parse, expected string",
        "{\"config\":{\"postgres_changes\":{}}}      | postgres_changes: unable to parse, expected an array of maps",
        "{\"config\":{\"postgres_changes\":[1]}}     | postgres_changes: unable to parse, expected an array of maps",
        "{\"config\":{\"broadcast\":{\"replay\":1}}} | replay: unable to parse, expected an object with since and limit",
        "{\"access_token\":{}}                       | access_token: unable to parse, expected string"
      })
  void aJoinThatIsNotUnderstoodIsRefusedAndNotGuessedAt(String payload, String reason) {
    assertThat(message("phx_join", payload)).isEqualTo(new ClientMessage.InvalidJoin(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"event\":\"*\",\"schema\":\"public\"}                    | * | public | * | -",
        "{\"event\":\"insert\",\"schema\":\"s\",\"table\":\"t\"}    | INSERT | s | t | -",
        "{\"event\":\"UPDATE\",\"table\":\"t\"}                     | UPDATE | public | t | -",
        "{\"table\":\"t\"}                                          | * | public | t | -",
        "{\"event\":\"dance\",\"table\":\"t\",\"filter\":\"\"}      | * | public | t | -",
        "{\"table\":\"t\",\"filter\":\"id=eq.1\"}                   | * | public | t | id=eq.1"
      })
  void aBindingIsReadAsSupabaseReadsIt(
      String entry, String event, String schema, String table, @Nullable String filter) {
    Binding binding = binding(entry);

    assertThat(binding.event()).isEqualTo(event);
    assertThat(binding.schema()).isEqualTo(schema);
    assertThat(binding.table()).isEqualTo(table);
    assertThat(binding.filter()).isEqualTo(filter);
    assertThat(binding.fault()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"event\":\"*\"}                                     | No subscription params provided",
        "{\"table\":\"t\",\"select\":\"id\"}                   | Error parsing `select` params",
        "{\"schema\":\"s\",\"select\":[\"id\"]}                | Column selection is not supported",
        "{\"schema\":\"s\",\"filter\":\"a=eq.1\"}            | A filter needs a table"
      })
  void aBindingThatCannotBeServedSaysWhy(String entry, String fault) {
    assertThat(binding(entry).fault()).startsWith(fault);
  }

  @Test
  void nullsInTheListAreNoBindings() {
    assertThat(join("{\"config\":{\"postgres_changes\":[null,{\"table\":\"t\"},null]}}").bindings())
        .hasSize(1);
  }

  @Test
  void textBroadcastsKeepTheirContentToTheLetter() {
    ClientMessage message =
        message(
            "broadcast",
            "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"n\":1.50,\"big\":123456789012345678901234567890}}");

    UserBroadcast broadcast = ((ClientMessage.Broadcast) message).broadcast();
    assertThat(broadcast.event()).isEqualTo("e");
    assertThat(broadcast.encoding()).isEqualTo(Encoding.JSON);
    assertThat(new String(broadcast.payload(), StandardCharsets.UTF_8))
        .isEqualTo("{\"n\":1.50,\"big\":123456789012345678901234567890}");
  }

  @Test
  void nobodyBringsAPresenceRefAlong() {
    ClientMessage message =
        message(
            "presence",
            "{\"event\":\"track\",\"payload\":{\"phx_ref\":\"x\",\"phx_ref_prev\":\"y\",\"a\":1}}");

    assertThat(((ClientMessage.Track) message).state()).hasToString("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, V1", "1.0.0, V1", "2.0.0, V2", "2.1.0, V2", "3.0.0, -", "x, -"})
  void theVersionIsOneOfTwo(@Nullable String vsn, @Nullable Vsn version) {
    assertThat(Vsn.parse(vsn).orElse(null)).isEqualTo(version);
  }

  private static JoinRequest join(String payload) {
    return ((ClientMessage.Join) message("phx_join", payload)).request();
  }

  private static Binding binding(String entry) {
    return join("{\"config\":{\"postgres_changes\":[" + entry + "]}}").bindings().get(0);
  }

  private static ClientMessage message(String event, String payload) {
    return FrameReader.text(
            "[\"1\",\"1\",\"realtime:a\",\"" + event + "\"," + payload + "]", Vsn.V2)
        .message();
  }
}

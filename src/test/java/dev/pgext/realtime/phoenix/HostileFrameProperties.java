package dev.pgext.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.realtime.phoenix.ClientMessage.Broadcast;
import dev.pgext.realtime.phoenix.ClientMessage.Join;
import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever frame comes, it is read or malformed, and what was read can be written. */
class HostileFrameProperties {
  private static final List<String> FRAMES =
      List.of(
          "[null,\"3\",\"phoenix\",\"heartbeat\",{}]",
          "[\"1\",\"2\",\"realtime:a\",\"phx_join\",{\"config\":{\"broadcast\":{\"ack\":false,"
              + "\"self\":\"true\",\"replay\":{\"since\":1,\"limit\":2}},\"presence\":{\"key\":\"\","
              + "\"enabled\":true},\"postgres_changes\":[{\"event\":\"*\",\"schema\":\"public\","
              + "\"table\":\"t\",\"filter\":\"id=eq.1\",\"select\":[\"id\"]},null],"
              + "\"private\":false},\"access_token\":\"a.b.c\"}]",
          "[\"1\",\"4\",\"realtime:a\",\"broadcast\",{\"event\":\"e\",\"payload\":{\"n\":1.50e7}}]",
          "[\"1\",\"5\",\"realtime:a\",\"presence\",{\"event\":\"track\",\"payload\":{\"a\":[]}}]",
          "[\"1\",\"6\",\"realtime:a\",\"access_token\",{\"access_token\":null}]",
          "{\"topic\":\"realtime:a\",\"event\":\"phx_leave\",\"payload\":{},\"ref\":\"1\"}");

  private static final byte[] PUSH =
      "\u0003\u0001\u0002\u0002\u0001\u0002\u0001112tte{}{\"a\":1}"
          .getBytes(StandardCharsets.ISO_8859_1);

  @Property(tries = 3000)
  void anyMutatedTextIsReadOrMalformed(@ForAll("mutatedTexts") String frame) {
    readText(frame, Vsn.V1);
    readText(frame, Vsn.V2);
  }

  @Property(tries = 2000)
  void anyMutatedPushIsReadOrMalformed(@ForAll("mutatedPushes") byte[] frame) {
    readBinary(frame);
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrMalformed(@ForAll byte[] frame) {
    readBinary(frame);
    readText(new String(frame, StandardCharsets.UTF_8), Vsn.V2);
  }

  @Example
  void theUnmutatedFramesAreRead() {
    for (String frame : FRAMES) {
      assertThat(FrameReader.text(frame, frame.startsWith("{") ? Vsn.V1 : Vsn.V2)).isNotNull();
    }
    assertThat(BroadcastPush.read(PUSH).topic()).isEqualTo("tt");
  }

  @Example
  void deepAndHugeValuesAreReadOrMalformed() {
    String head = "[\"1\",\"4\",\"realtime:a\",\"broadcast\",{\"event\":\"e\",\"payload\":";
    readText(head + "[".repeat(100_000) + "]".repeat(100_000) + "}]", Vsn.V2);
    readText(head + "[".repeat(900) + "]".repeat(900) + "}]", Vsn.V2);
    readText(head + "1e999999999}]", Vsn.V2);
    readText(head + "9".repeat(100_000) + "}]", Vsn.V2);
    readText(head + "\"\\ud800\"}]", Vsn.V2);
  }

  @Provide
  Arbitrary<String> mutatedTexts() {
    return Combinators.combine(
            Arbitraries.of(FRAMES),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 6),
            Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(4),
                Arbitraries.of(
                    "null", "[]", "{}", "\"", "[", "}", ",", ":", "0", "-", "\\ud800", "true")))
        .as(HostileFrameProperties::mutated);
  }

  private static String mutated(String frame, double place, int removed, String inserted) {
    int start = (int) (place * frame.length());
    int end = Math.min(frame.length(), start + removed);
    return frame.substring(0, start) + inserted + frame.substring(end);
  }

  @Provide
  Arbitrary<byte[]> mutatedPushes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PUSH.length - 1),
            Arbitraries.bytes(),
            Arbitraries.integers().between(0, PUSH.length))
        .as(
            (place, value, length) -> {
              byte[] frame = PUSH.clone();
              frame[place] = value;
              return length % 3 == 0 ? Arrays.copyOf(frame, length) : frame;
            });
  }

  private static void readText(String frame, Vsn vsn) {
    try {
      write(FrameReader.text(frame, vsn));
    } catch (MalformedFrameException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void readBinary(byte[] frame) {
    try {
      write(BroadcastPush.read(frame));
    } catch (MalformedFrameException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** What others get of it is UTF-8 and JSON. */
  private static void write(ClientFrame frame) {
    byte[] written =
        FrameWriter.text(
            Vsn.V2, frame.joinRef(), frame.ref(), frame.topic(), "event", payload(frame));
    String text = Utf8.text(written, 0, written.length);
    assertThat(text).isNotNull();
    assertThat(Json.parse(text)).hasSize(5);
  }

  private static byte[] payload(ClientFrame frame) {
    return switch (frame.message()) {
      case Join join -> Payloads.joined(BoundBinding.number(join.request().bindings()));
      case Broadcast push -> broadcast(push.broadcast());
      default -> Payloads.refused(frame.topic());
    };
  }

  private static byte[] broadcast(UserBroadcast broadcast) {
    return broadcast.encoding() == Encoding.JSON
        ? Payloads.broadcast(broadcast)
        : Payloads.refused(broadcast.event());
  }
}

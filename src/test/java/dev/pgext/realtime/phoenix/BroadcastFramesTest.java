package dev.pgext.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastFramesTest {

  @Test
  void aPushIsReadAsSupabasesClientWritesIt() {
    // What serializer.js of realtime-js 2.109.0 makes of {event: 'hi', payload: {a: 1}}.
    String hex = "03" + "01" + "02" + "0a" + "02" + "00" + "01" + hex("1") + hex("12");
    ClientFrame frame = read(hex + hex("realtime:a") + hex("hi") + hex("{\"a\":1}"));

    assertThat(frame.joinRef()).isEqualTo("1");
    assertThat(frame.ref()).isEqualTo("12");
    assertThat(frame.topic()).isEqualTo("realtime:a");
    UserBroadcast broadcast = broadcast(frame);
    assertThat(broadcast.event()).isEqualTo("hi");
    assertThat(broadcast.encoding()).isEqualTo(Encoding.JSON);
    assertThat(broadcast.payload()).asString().isEqualTo("{\"a\":1}");
    assertThat(broadcast.meta()).isNull();
  }

  @Test
  void bytesArePassedOnWhateverTheyAre() {
    ClientFrame frame = read("03" + "000001010200" + hex("t") + hex("e") + hex("{}") + "00ff80");

    assertThat(frame.joinRef()).isNull();
    assertThat(frame.ref()).isNull();
    assertThat(broadcast(frame).encoding()).isEqualTo(Encoding.BINARY);
    assertThat(broadcast(frame).payload()).isEqualTo(new byte[] {0, -1, -128});
    assertThat(broadcast(frame).meta()).asString().isEqualTo("{}");
  }

  @Test
  void aTextThatIsNotUtf8IsTheOneBytePerCharacterThatClientsWrite() {
    assertThat(read("03" + "000003010000" + "72e475" + hex("e")).topic()).isEqualTo("räu");
    assertThat(read("03" + "000004010000" + "72c3a475" + hex("e")).topic()).isEqualTo("räu");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "03",
    "030000000000",
    "04000000000001",
    "00010101010101",
    "030100000000 00",
    "03ff0000000000",
    "03000000000002",
    "03000000000001",
    "0300000000000130ff",
    "0300000000000130207b",
    "030000000001000c"
  })
  void whatIsNoPushIsMalformed(String hex) {
    assertThatThrownBy(() -> read(hex.replace(" ", "")))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void aBroadcastIsWrittenAsSupabasesClientReadsIt() {
    byte[] frame =
        BroadcastFrame.write("realtime:a", broadcast("é", Encoding.JSON, "{}", "{\"id\":1}"))
            .orElseThrow();

    assertThat(HexFormat.of().formatHex(frame))
        .isEqualTo(
            "04"
                + "0a"
                + "02"
                + "08"
                + "01"
                + hex("realtime:a")
                + hex("é")
                + hex("{\"id\":1}")
                + hex("{}"));
  }

  @Test
  void whatALengthCannotSayGoesAsText() {
    UserBroadcast longEvent = broadcast("é".repeat(128), Encoding.JSON, "{}", null);

    assertThat(BroadcastFrame.write("realtime:a", longEvent)).isEmpty();
    assertThat(BroadcastFrame.write("t".repeat(256), broadcast("e", Encoding.JSON, "1", null)))
        .isEmpty();
    assertThat(BroadcastFrame.write("t".repeat(255), broadcast("e", Encoding.JSON, "1", null)))
        .isPresent();
  }

  @Test
  void textFramesCannotCarryBytes() {
    assertThat(Payloads.broadcast(broadcast("e", Encoding.JSON, "[1]", "{\"id\":1}")))
        .asString()
        .isEqualTo("{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":[1],\"meta\":{\"id\":1}}");
    assertThatThrownBy(() -> Payloads.broadcast(broadcast("e", Encoding.BINARY, "x", null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ClientFrame read(String hex) {
    return BroadcastPush.read(HexFormat.of().parseHex(hex));
  }

  private static UserBroadcast broadcast(ClientFrame frame) {
    return ((ClientMessage.Broadcast) frame.message()).broadcast();
  }

  private static UserBroadcast broadcast(
      String event, Encoding encoding, String payload, @Nullable String meta) {
    return new UserBroadcast(
        event,
        encoding,
        payload.getBytes(StandardCharsets.UTF_8),
        meta == null ? null : meta.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}

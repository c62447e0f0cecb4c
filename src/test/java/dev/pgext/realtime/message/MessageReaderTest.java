package dev.pgext.realtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String HEADER =
      "{\"xid\": 7, \"channel\": \"room\", \"event\": \"hello\", \"private\": true}";
  private final MessageReader reader = new MessageReader(MessageKey.of(KEY));

  @Test
  void takesASignedMessageOfThisTransaction() throws Exception {
    assertThat(read("pgext.broadcast", sign("pgext.broadcast", HEADER + "\n{\"a\": 1.0}"), 7))
        .contains(new DatabaseMessage.Broadcast("room", "hello", "{\"a\": 1.0}", true, null));
  }

  @Test
  void takesASignedMessageWhereTheTransactionIsUnknown() throws Exception {
    assertThat(read("pgext.broadcast", sign("pgext.broadcast", HEADER), 0)).isPresent();
  }

  @Test
  void ignoresACopyInAnotherTransaction() throws Exception {
    assertThat(read("pgext.broadcast", sign("pgext.broadcast", HEADER), 8)).isEmpty();
  }

  @Test
  void ignoresASignatureMadeForSomethingElse() throws Exception {
    String signed = sign("pgext.gate", HEADER);
    assertThat(read("pgext.broadcast", signed, 7)).isEmpty();
    assertThat(read("pgext.gate", signed + " ", 7)).isEmpty();
  }

  @Test
  void withoutAKeyNothingSignedIsGood() throws Exception {
    Change.Message message =
        new Change.Message(0, "pgext.broadcast", sign("pgext.broadcast", HEADER));
    assertThat(new MessageReader(MessageKey.NONE).read(message, 7)).isEmpty();
  }

  @Test
  void anybodyMaySpeakToPublicChannelsButNotToPrivateOnes() {
    String header = "{\"channel\":\"room\",\"event\":\"hello\"%s}\n[1]";
    assertThat(read("pgext.broadcast", header.formatted(""), 7))
        .contains(new DatabaseMessage.Broadcast("room", "hello", "[1]", false, null));
    assertThat(read("pgext.broadcast", header.formatted(",\"private\":true"), 7)).isEmpty();
    assertThat(read("pgext.gate", "{\"oid\":1,\"schema\":\"s\",\"table\":\"t\"}", 7)).isEmpty();
  }

  @Test
  void takesGatesOfTablesWithLargeOids() throws Exception {
    String header = "{\"xid\":7,\"oid\":4294967295,\"schema\":\"s\",\"table\":\"t\"}";
    assertThat(read("pgext.gate", sign("pgext.gate", header), 7))
        .contains(new DatabaseMessage.Gated(-1, new QualifiedName("s", "t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "x", "null", "{\"channel\":1,\"event\":\"e\"}"})
  void ignoresWhatItDoesNotUnderstand(String content) {
    assertThat(read("pgext.broadcast", content, 7)).isEmpty();
    assertThat(read("pgext", content, 7)).isEmpty();
    assertThat(read("other", content, 7)).isEmpty();
  }

  private Optional<DatabaseMessage> read(String prefix, String content, long xid) {
    return reader.read(new Change.Message(0, prefix, content), xid);
  }

  private static String sign(String prefix, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] signature = mac.doFinal((prefix + " " + body).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(signature) + " " + body;
  }
}

package dev.pgext.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.realtime.phoenix.ChangeData.Column;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final Instant AT = Instant.parse("2026-11-20T16:00:00.120456Z");

  @Test
  void framesAreArraysOfFiveOrObjects() {
    byte[] payload = Payloads.ok();

    assertThat(FrameWriter.text(Vsn.V2, "1", "2", "realtime:\"a\"", "phx_reply", payload))
        .asString()
        .isEqualTo(
            "[\"1\",\"2\",\"realtime:\\\"a\\\"\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    assertThat(FrameWriter.text(Vsn.V1, null, "2", "phoenix", "phx_reply", payload))
        .asString()
        .isEqualTo(
            "{\"topic\":\"phoenix\",\"event\":\"phx_reply\",\"payload\":"
                + "{\"status\":\"ok\",\"response\":{}},\"ref\":\"2\",\"join_ref\":null}");
  }

  @Test
  void aRefusalHasAReason() {
    assertThat(Payloads.refused("Unauthorized: no"))
        .asString()
        .isEqualTo("{\"status\":\"error\",\"response\":{\"reason\":\"Unauthorized: no\"}}");
  }

  @Test
  void aJoinIsAnsweredWithWhatWasSentAndIds() {
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    sent.put("event", "*").put("schema", "public").put("filter", "").put("own", 1);
    List<BoundBinding> bindings =
        BoundBinding.number(List.of(BindingReader.read(sent), BindingReader.read(sent.deepCopy())));

    long id = bindings.get(0).id();
    String entry =
        "{\"event\":\"*\",\"schema\":\"public\",\"filter\":\"\",\"own\":1,\"id\":" + id + "}";
    assertThat(Payloads.joined(bindings))
        .asString()
        .isEqualTo(
            "{\"status\":\"ok\",\"response\":{\"postgres_changes\":["
                + entry
                + ","
                + entry
                + "]}}");
    assertThat(sent.has("id")).isFalse();
  }

  @Test
  void idsTellBindingsApartEvenWhenTheirHashesAreEqual() {
    ObjectNode one = JsonNodeFactory.instance.objectNode().put("table", "Aa");
    ObjectNode other = JsonNodeFactory.instance.objectNode().put("table", "BB");
    assertThat(one).hasSameHashCodeAs(other);

    List<BoundBinding> bindings =
        BoundBinding.number(List.of(BindingReader.read(one), BindingReader.read(other)));

    assertThat(bindings.get(1).id()).isEqualTo(bindings.get(0).id() + 1).isPositive();
  }

  @Test
  void systemMessagesNameTheChannelWithoutItsPrefix() {
    assertThat(Payloads.system("postgres_changes", "ok", "Subscribed to PostgreSQL", "room"))
        .asString()
        .isEqualTo(
            "{\"extension\":\"postgres_changes\",\"status\":\"ok\",\"message\":"
                + "\"Subscribed to PostgreSQL\",\"channel\":\"room\"}");
  }

  @Test
  void anUpdateCarriesBothRows() {
    assertThat(change("UPDATE", "{\"id\":1}", "{\"id\":0}"))
        .isEqualTo(
            "{\"ids\":[7,9],\"data\":{\"schema\":\"public\",\"table\":\"tasks\",\"commit_timestamp\":"
                + "\"2026-11-20T16:00:00.120Z\",\"type\":\"UPDATE\",\"columns\":"
                + "[{\"name\":\"id\",\"type\":\"int8\"},{\"name\":\"tags\",\"type\":\"_text\"}],"
                + "\"record\":{\"id\":1},\"old_record\":{\"id\":0},\"errors\":null}}");
  }

  @Test
  void insertsHaveNoOldRowAndDeletesNoNewOne() {
    assertThat(change("INSERT", "{\"id\":1}", null)).contains("\"record\"").doesNotContain("old_");
    assertThat(change("DELETE", null, "{\"id\":1}"))
        .contains("\"old_record\"")
        .doesNotContain("\"record\"");
  }

  @Test
  void presencesAreListsOfMetasUnderKeys() {
    Map<String, List<PresenceMeta>> present = new TreeMap<>();
    present.put("a", List.of(meta("r1", null, "{}"), meta("r2", "r0", "{\"x\":1}")));
    present.put("b", List.of(meta("r3", null, "{\"y\":[]}")));

    assertThat(Payloads.presenceState(present))
        .asString()
        .isEqualTo(
            "{\"a\":{\"metas\":[{\"phx_ref\":\"r1\"},"
                + "{\"phx_ref\":\"r2\",\"phx_ref_prev\":\"r0\",\"x\":1}]},"
                + "\"b\":{\"metas\":[{\"phx_ref\":\"r3\",\"y\":[]}]}}");
    assertThat(Payloads.presenceDiff(Map.of(), Map.of("a", present.get("a").subList(0, 1))))
        .asString()
        .isEqualTo("{\"joins\":{},\"leaves\":{\"a\":{\"metas\":[{\"phx_ref\":\"r1\"}]}}}");
  }

  private static String change(String type, @Nullable String record, @Nullable String old) {
    byte[] columns =
        ChangeData.columns(List.of(new Column("id", "int8"), new Column("tags", "_text")));
    ChangeData data =
        new ChangeData("public", "tasks", AT, type, columns, bytes(record), bytes(old));
    return new String(Payloads.change(List.of(7L, 9L), data.json()), StandardCharsets.UTF_8);
  }

  private static PresenceMeta meta(String ref, @Nullable String previous, String state) {
    return new PresenceMeta(ref, previous, state.getBytes(StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] bytes(@Nullable String json) {
    return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
  }
}

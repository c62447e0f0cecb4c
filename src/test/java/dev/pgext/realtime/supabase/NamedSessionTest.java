package dev.pgext.realtime.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.SocketHandler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sockets that go on for others, and the keys they come with. */
class NamedSessionTest extends ConversationFixture {
  @Test
  void aNamedSessionGoesOnWhereItWas() {
    Map<String, List<String>> named = Map.of("vsn", List.of("2.0.0"), "session", List.of("s1"));
    SocketHandler first = open(new Wire(), named);
    String joinA =
        "[\"1\",\"1\",\"realtime:room\",\"phx_join\"," + config(changes("{\"table\":\"a\"}")) + "]";
    first.text(joinA);
    desk.orders.get(0).live();
    first.closed();

    SocketHandler second = open(new Wire(), named);
    second.text(joinA);
    second.text(
        "[\"2\",\"2\",\"realtime:hall\",\"phx_join\","
            + config(changes("{\"table\":\"a\"}"))
            + "]");

    assertThat(desk.orders.get(0).request.since()).isNull();
    assertThat(desk.orders.get(1).request.since()).hasToString("1-0/10-0");
    assertThat(desk.orders.get(2).request.since()).isNull();
  }

  @Test
  void aNamedSessionGoesOnBehindWhatWasConfirmed() {
    Map<String, List<String>> named = Map.of("vsn", List.of("2.0.0"), "session", List.of("s1"));
    Wire first = new Wire();
    String join =
        "[\"1\",\"1\",\"realtime:room\",\"phx_join\"," + config(changes("{\"table\":\"a\"}")) + "]";
    open(first, named).text(join);
    desk.orders.get(0).live();
    first.acknowledged = END_OF_LOG;

    open(new Wire(), named).text(join);

    assertThat(desk.orders.get(1).request.since()).isEqualTo(END_OF_LOG);
  }

  @Test
  void whoseWholeSchemaBeginsAnewIsToldSoAlsoInAnotherEpoch() {
    Map<String, List<String>> named = Map.of("vsn", List.of("2.0.0"), "session", List.of("s1"));
    String join =
        "[\"1\",\"1\",\"realtime:room\",\"phx_join\","
            + config(changes("{\"schema\":\"public\"}"))
            + "]";
    Wire first = new Wire();
    open(first, named).text(join);
    desk.orders.get(0).live();
    Wire second = new Wire();
    open(second, named).text(join);

    desk.orders.get(1).live(Cursor.after(2, Lsn.parse("0/1")));

    assertThat(first.sent).noneMatch(frame -> frame.contains("Resync"));
    assertThat(second.sent).anyMatch(frame -> frame.contains("Resync"));
  }

  @Test
  void onlyASocketThatHasEverythingIsAskedToConfirm() {
    Wire behind = new Wire();
    Wire there = new Wire();
    open(behind, Map.of("session", List.of("s1")));
    open(there, Map.of("session", List.of("s2")));
    desk.reached.put(there, END_OF_LOG);

    protocol.confirm();

    assertThat(behind.asked).isNull();
    assertThat(there.asked).isEqualTo(END_OF_LOG);
  }

  @Test
  void aBugInAConversationKeepsNoOtherFromBeingAsked() {
    List<Wire> wires = List.of(new Wire(), new Wire(), new Wire());
    for (Wire each : wires) {
      open(each, Map.of("session", List.of("s" + wires.indexOf(each))));
      desk.reached.put(each, END_OF_LOG);
      each.broken = true;
    }

    assertThatThrownBy(protocol::confirm).hasMessage("a bug");

    assertThat(wires).allSatisfy(each -> assertThat(each.asked).isEqualTo(END_OF_LOG));
  }

  @Test
  void aSecondSocketOfANamedSessionReplacesTheFirst() {
    Map<String, List<String>> named = Map.of("session", List.of("s1"));
    Wire first = new Wire();
    open(first, named);

    open(new Wire(), named);

    assertThat(first.closed).isEqualTo(1000);
  }

  @Test
  void whoShowsABadKeyIsNotLetIn() {
    assertThatThrownBy(() -> open(new Wire(), Map.of("apikey", List.of("a.b.c"))))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> open(new Wire(), Map.of("vsn", List.of("9"))))
        .isInstanceOf(ApiException.class);
    assertThat(open(new Wire(), Map.of("apikey", List.of("sb_publishable_x")))).isNotNull();
  }

  @Test
  void aKeyThatIsNoTokenMayBeSentAsToken() {
    Wire keyed = new Wire();
    SocketHandler handler = open(keyed, Map.of("apikey", List.of("any"), "vsn", List.of("2.0.0")));

    handler.text("[\"1\",\"1\",\"realtime:room\",\"phx_join\",{\"access_token\":\"any\"}]");

    assertThat(keyed.next().get(0)).contains(OK);
  }
}

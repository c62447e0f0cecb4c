package dev.pgext.realtime.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.realtime.message.DatabaseMessage;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pgext.emit}, {@code realtime.send} and {@code realtime.broadcast_changes}. */
class MessagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void emitCommitsOrVanishesWithTheTransactionAndInItsPlace(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); SELECT pgext.watch('t')");
      sandbox.listen();
      sandbox.run(
          "BEGIN; INSERT INTO t VALUES (1); SELECT pgext.emit('röom', 'a', '{\"x\": 1.0}');"
              + " INSERT INTO t VALUES (2); COMMIT");
      sandbox.run("BEGIN; SELECT pgext.emit('room', 'lost', '{}'); ROLLBACK");
      sandbox.run("SELECT pgext.emit('room', 'nothing', NULL)");
      assertThat(sandbox.decoded())
          .containsExactly(
              'I',
              new DatabaseMessage.Broadcast("röom", "a", "{\"x\": 1.0}", false, null),
              'I',
              new DatabaseMessage.Broadcast("room", "nothing", "null", false, null));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aMessageWithoutAChannelOrAnEventIsRefused(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.emit(NULL, 'e', '{}')"))
          .hasMessageContaining("needs a channel and an event");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.emit('c', NULL, '{}', true)"))
          .hasMessageContaining("needs a channel and an event");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aPayloadMayBeLargerThanANotificationMay(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.listen();
      sandbox.run("SELECT pgext.emit('room', 'large', to_jsonb(repeat('x', 1000000)))");
      assertThat(((DatabaseMessage.Broadcast) sandbox.messages().get(0)).payload())
          .hasSize(1_000_002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void privateChannelsTakeAGrant(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String web = sandbox.role("web");
      sandbox.listen();
      sandbox.runAs(web, "SELECT pgext.emit('room', 'public', '{}')");
      assertThatThrownBy(
              () -> sandbox.runAs(web, "SELECT pgext.emit('room', 'e', '{}', private => true)"))
          .hasMessageContaining("permission denied for function emit");
      sandbox.run("GRANT EXECUTE ON FUNCTION pgext.emit(text, text, jsonb, boolean) TO " + web);
      sandbox.runAs(web, "SELECT pgext.emit('room', 'private', '{}', private => true)");
      assertThat(sandbox.messages())
          .containsExactly(
              new DatabaseMessage.Broadcast("room", "public", "{}", false, null),
              new DatabaseMessage.Broadcast("room", "private", "{}", true, null));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatAnybodyMayWriteIsNotBelieved(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String web = sandbox.role("web");
      sandbox.listen();
      sandbox.run("SELECT pgext.emit('room', 'real', '{}', true)");
      String copied = sandbox.waitingContent();
      sandbox.runAs(
          web, "SELECT pg_logical_emit_message(true, 'pgext.broadcast', '" + copied + "')");
      sandbox.runAs(
          web,
          "SELECT pg_logical_emit_message(true, 'pgext.broadcast',"
              + " '{\"channel\":\"room\",\"event\":\"e\",\"private\":true}')");
      assertThat(sandbox.decoded())
          .containsExactly(
              new DatabaseMessage.Broadcast("room", "real", "{}", true, null),
              "ignored",
              "ignored");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void sendAsksThePoliciesAndWarnsInsteadOfFailing(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String web = sandbox.role("web");
      sandbox.run(
          "CREATE POLICY p ON realtime.messages FOR INSERT TO %s WITH CHECK (realtime.topic() = 'mine')"
              .formatted(web));
      sandbox.listen();
      sandbox.runAs(web, "SELECT realtime.send('{\"a\": 1}', 'e', 'theirs')");
      sandbox.runAs(web, "SELECT realtime.send('{\"a\": 1}', 'e', 'mine', false)");
      sandbox.runAs(web, "SELECT realtime.send('{\"id\": 1}', 'e', 'mine')");
      sandbox.run("INSERT INTO realtime.messages (topic, extension) VALUES ('t', 'presence')");

      List<DatabaseMessage> messages = sandbox.messages();
      assertThat(messages).hasSize(2);
      DatabaseMessage.Broadcast first = (DatabaseMessage.Broadcast) messages.get(0);
      assertThat(first.isPrivate()).isFalse();
      assertThat(first.payload()).isEqualTo("{\"a\": 1, \"id\": \"%s\"}".formatted(first.id()));
      DatabaseMessage.Broadcast second = (DatabaseMessage.Broadcast) messages.get(1);
      assertThat(second.isPrivate()).isTrue();
      assertThat(second.payload()).isEqualTo("{\"id\": 1}");
      assertThat(sandbox.query("SELECT realtime.topic()")).containsOnlyNulls();
      assertThat(sandbox.query("SELECT realtime.prune('-1 day')")).containsExactly("3");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void broadcastChangesSendsTheRowAsItWasAndIs(int version) throws Exception {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run(
          """
          CREATE TABLE t (id int PRIMARY KEY, title text);
          CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            PERFORM realtime.broadcast_changes('t:' || coalesce(NEW.id, OLD.id), 'changed', TG_OP,
              TG_TABLE_NAME, TG_TABLE_SCHEMA, NEW, OLD);
            RETURN NULL;
          END $$;
          CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON t
            FOR EACH ROW EXECUTE FUNCTION changed();
          """);
      sandbox.listen();
      sandbox.run("INSERT INTO t VALUES (1, 'a'); UPDATE t SET title = 'b'; DELETE FROM t");

      List<DatabaseMessage> messages = sandbox.messages();
      assertThat(messages).hasSize(3);
      String[] expected = {
        "{'operation':'INSERT','record':{'id':1,'title':'a'},'old_record':null}",
        "{'operation':'UPDATE','record':{'id':1,'title':'b'},'old_record':{'id':1,'title':'a'}}",
        "{'operation':'DELETE','record':null,'old_record':{'id':1,'title':'b'}}"
      };
      for (int i = 0; i < expected.length; i++) {
        DatabaseMessage.Broadcast message = (DatabaseMessage.Broadcast) messages.get(i);
        assertThat(message.channel()).isEqualTo("t:1");
        assertThat(message.event()).isEqualTo("changed");
        assertThat(message.isPrivate()).isTrue();
        JsonNode payload = JSON.readTree(message.payload());
        JsonNode wanted = JSON.readTree(expected[i].replace('\'', '"'));
        wanted
            .fieldNames()
            .forEachRemaining(
                name -> assertThat(payload.get(name)).as(name).isEqualTo(wanted.get(name)));
        assertThat(payload.get("schema").textValue()).isEqualTo("public");
        assertThat(payload.get("table").textValue()).isEqualTo("t");
        assertThat(payload.get("id").textValue()).isEqualTo(message.id());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void claimsAreReadByTheirSupabaseNames(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String claims =
          "{\"sub\": \"7d1b3a2e-8f7c-4c5e-9a55-0d2f3c4b5a69\", \"role\": \"web\", \"email\": \"a@b\"}";
      String web = sandbox.role("web");
      sandbox.run("SET request.jwt.claims = '%s'; SET ROLE %s".formatted(claims, web));
      assertThat(sandbox.query("SELECT concat_ws(' ', auth.uid(), auth.role(), auth.email())"))
          .containsExactly("7d1b3a2e-8f7c-4c5e-9a55-0d2f3c4b5a69 web a@b");
      assertThat(sandbox.query("SELECT auth.jwt() ->> 'role'")).containsExactly("web");
      sandbox.run("SET request.jwt.claims = ''");
      assertThat(sandbox.query("SELECT auth.uid()")).containsOnlyNulls();
      sandbox.run("RESET ROLE");
    }
  }
}

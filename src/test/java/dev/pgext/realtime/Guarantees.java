package dev.pgext.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/** What the tests of realtime's guarantees share. */
final class Guarantees {
  static final String TASKS =
      """
      CREATE TABLE tasks (id int PRIMARY KEY, title text, owner text DEFAULT 'alice');
      GRANT SELECT ON tasks TO anon, alice, bob;
      SELECT pgext.watch('tasks');
      """;

  static final String OWNED =
      TASKS
          + """
            ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON tasks USING (
              owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
            """;

  /** With a policy that only PostgreSQL can decide: friends of the owner see a row. */
  static final String BEFRIENDED =
      TASKS
          + """
            CREATE TABLE friends (of text, who text);
            GRANT SELECT ON friends TO alice, bob;
            INSERT INTO friends VALUES ('alice', 'bob');
            ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
            CREATE POLICY friend ON tasks USING (EXISTS (SELECT FROM friends WHERE of = owner
              AND who = current_setting('request.jwt.claims', true)::jsonb ->> 'sub'));
            """;

  static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"table\":\"tasks\"}";
  static final String ALICE = "{\"role\":\"alice\",\"sub\":\"alice\"}";
  static final String BOB = "{\"role\":\"bob\",\"sub\":\"bob\"}";

  private Guarantees() {}

  /** The major versions of PostgreSQL that they hold on. */
  static IntStream versions() {
    return Boolean.getBoolean("pgext.stress")
        ? IntStream.rangeClosed(14, 18)
        : IntStream.of(15, 18);
  }

  static String subscribeWith(String more) {
    return "{\"type\":\"subscribe\",\"table\":\"tasks\"," + more + "}";
  }

  /** Subscribes, and waits until that counts. */
  static void subscribe(TestSocket client) {
    client.send(SUBSCRIBE);
    client.next("subscribed");
  }

  static List<String> ids(List<JsonNode> events) {
    return events.stream().map(event -> event.path("record").path("id").asText()).toList();
  }
}

package dev.pgext.realtime;

import static dev.pgext.realtime.Guarantees.ALICE;
import static dev.pgext.realtime.Guarantees.BOB;
import static dev.pgext.realtime.Guarantees.OWNED;
import static dev.pgext.realtime.Guarantees.SUBSCRIBE;
import static dev.pgext.realtime.Guarantees.TASKS;
import static dev.pgext.realtime.Guarantees.ids;
import static dev.pgext.realtime.Guarantees.subscribe;
import static dev.pgext.realtime.Guarantees.subscribeWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantees 7 to 13: what arrives, in which order, from where, and for how long. {@link
 * SwitchedOffIT} shows that each test fails without its mechanism.
 */
class StreamGuaranteesIT {
  private static final String READER =
      """
      DO $$ BEGIN CREATE ROLE reader LOGIN REPLICATION;
      EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      SELECT pgext.allow_reader('reader');
      """;

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee7TransactionsArriveWholeAndInOrderAcrossTables(int version) {
    String sql =
        OWNED
            + """
              CREATE TABLE notes (id int PRIMARY KEY);
              GRANT SELECT ON notes TO alice;
              ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
              CREATE POLICY slow ON notes USING (EXISTS (SELECT FROM pg_sleep(0.02)));
              SELECT pgext.watch('notes');
              """;
    try (TestServer server = TestServer.start(version, sql);
        TestSocket alice = server.connectAs(ALICE)) {
      alice.send(subscribeWith("\"transactions\":true"));
      alice.send("{\"type\":\"subscribe\",\"table\":\"notes\"}");
      alice.send(subscribeWith("\"id\":\"plain\""));
      for (int subscription = 0; subscription < 3; subscription++) {
        alice.next("subscribed");
      }
      StringBuilder script = new StringBuilder();
      for (int n = 0; n < 10; n++) {
        script.append("BEGIN; INSERT INTO notes VALUES (%1$d); COMMIT;".formatted(n));
        script.append("BEGIN; INSERT INTO tasks VALUES (%1$d); COMMIT;".formatted(n));
      }
      server.sql(script.toString());
      List<String> types = new ArrayList<>();
      while (types.size() < 50) {
        JsonNode event = alice.next();
        types.add(event.path("type").asText() + " " + event.path("id").asText());
      }
      List<String> round =
          List.of("insert notes", "insert plain", "begin tasks", "insert tasks", "commit tasks");
      for (int n = 0; n < 10; n++) {
        assertThat(types.subList(5 * n, 5 * n + 5)).isEqualTo(round);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee7SubscriptionsThatResumeTogetherGetWhatTheyMissedInOneOrder(int version) {
    String sql =
        TASKS
            + "CREATE TABLE notes (LIKE tasks INCLUDING ALL); GRANT SELECT ON notes TO anon;"
            + " SELECT pgext.watch('notes');";
    try (TestServer server = TestServer.start(version, sql)) {
      String cursor = cursor(server);
      StringBuilder script = new StringBuilder();
      for (int id = 0; id < 60; id++) {
        script.append(
            "BEGIN; INSERT INTO %s VALUES (%d); COMMIT;"
                .formatted(id % 3 == 0 ? "notes" : "tasks", id));
      }
      server.sql(script.toString());
      TestServer.await("one order", () -> resumesInOneOrder(server, cursor));
    }
  }

  private static String cursor(TestServer server) {
    try (TestSocket client = server.connect()) {
      client.send(SUBSCRIBE);
      return client.next("subscribed").path("cursor").asText();
    }
  }

  /** Those that come within 20 ms resume together, which a busy machine may not manage at once. */
  private static boolean resumesInOneOrder(TestServer server, String cursor) {
    try (TestSocket client = server.connect()) {
      String since = "\"since\":\"" + cursor + "\"";
      client.send(subscribeWith(since));
      client.send("{\"type\":\"subscribe\",\"table\":\"notes\"," + since + "}");
      List<JsonNode> events = new ArrayList<>();
      while (events.size() < 62) {
        events.add(client.next());
      }
      events.removeIf(event -> event.path("type").asText().equals("subscribed"));
      List<String> expected = IntStream.range(0, 60).mapToObj(Integer::toString).toList();
      assertThat(ids(events)).containsExactlyInAnyOrderElementsOf(expected);
      return ids(events).equals(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee8ATransactionThatIsTooLargeAndAGatedTableAreToldByResync(int version) {
    try (TestServer server =
            TestServer.start(version, TASKS, Map.of("realtime-max-transaction", "1048576"));
        TestSocket client = server.connect()) {
      subscribe(client);
      server.sql("INSERT INTO tasks SELECT n, repeat('x', 1000) FROM generate_series(1, 3000) n");
      client.next("resync");
      server.sql("SELECT pgext.gate('tasks')");
      server.sql("INSERT INTO tasks VALUES (5000)");
      server.sql("SELECT pgext.ungate('tasks')");
      client.next("resync");
      server.sql("INSERT INTO tasks VALUES (5001)");
      assertThat(client.next("insert").path("record").path("id").asInt()).isEqualTo(5001);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee9PastTheCapTheSlotIsGivenUpAndClientsAreTold(int version) throws SQLException {
    String sql = TASKS + "CREATE TABLE bulk (filler text);";
    Map<String, String> settings =
        Map.of("realtime-max-wal", "4194304", "realtime-retention-bytes", "1048576");
    try (TestServer server = TestServer.start(version, sql, settings);
        TestSocket client = server.connect();
        Connection open = server.database().connect();
        Statement statement = open.createStatement()) {
      subscribe(client);
      open.setAutoCommit(false);
      statement.execute("INSERT INTO bulk VALUES ('while this runs, the slot keeps its place')");
      server.sql("INSERT INTO bulk SELECT repeat('x', 1000) FROM generate_series(1, 8000)");
      String behind = server.query("SELECT pg_current_wal_insert_lsn()");
      TestServer.await("the slot is given up", () -> server.slotBegins(behind));
      open.rollback();
      assertThat(client.next("resync").path("reason").asText()).contains("realtime-max-wal");
      server.sql("INSERT INTO tasks VALUES (2)");
      assertThat(ids(List.of(client.next("insert")))).containsExactly("2");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee10WhatIsEmittedCommitsOrVanishesWithItsTransactionAndInItsPlace(int version) {
    try (TestServer server = TestServer.start(version, TASKS);
        TestSocket client = server.connect()) {
      subscribe(client);
      client.send("{\"type\":\"channel\",\"channel\":\"room\"}");
      client.next("joined");
      client.next("presence");
      server.sql("BEGIN; SELECT pgext.emit('room', 'lost', '{}'); ROLLBACK");
      server.sql(
          "BEGIN; INSERT INTO tasks VALUES (1);"
              + " SELECT pgext.emit('room', 'large', to_jsonb(repeat('x', 100000)));"
              + " INSERT INTO tasks VALUES (2); COMMIT");
      assertThat(ids(List.of(client.next("insert")))).containsExactly("1");
      JsonNode broadcast = client.next("broadcast");
      assertThat(broadcast.path("event").asText()).isEqualTo("large");
      assertThat(broadcast.path("payload").asText()).hasSize(100_000);
      assertThat(ids(List.of(client.next("insert")))).containsExactly("2");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee11AnUnchangedValueIsNotMissing(int version) {
    String sql =
        """
        CREATE TABLE tasks (id int PRIMARY KEY, title text, body text);
        ALTER TABLE tasks ALTER body SET STORAGE EXTERNAL;
        GRANT SELECT ON tasks TO anon;
        SELECT pgext.watch('tasks');
        """;
    try (TestServer server = TestServer.start(version, sql);
        TestSocket client = server.connect()) {
      subscribe(client);
      server.sql("INSERT INTO tasks VALUES (1, 'a', repeat('x', 10000))");
      client.next("insert");
      server.sql("UPDATE tasks SET title = 'b'");
      assertThat(client.next("update").path("record").path("body").asText()).hasSize(10000);
      server.sql("ALTER TABLE tasks REPLICA IDENTITY DEFAULT");
      server.sql("UPDATE tasks SET title = 'c'");
      JsonNode current = client.next("update");
      assertThat(current.path("record").path("body").asText()).hasSize(10000);
      server.sql("BEGIN; UPDATE tasks SET title = 'd'; UPDATE tasks SET body = 'short'; COMMIT;");
      JsonNode superseded = client.next("update");
      assertThat(superseded.path("unchanged").toString()).isEqualTo("[\"body\"]");
      assertThat(superseded.path("record").has("body")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee12ARoleThatMayReplicateAndNoMoreIsPushedTheWatchedTables(int version) {
    String sql = TASKS + READER + "CREATE TABLE others (id int);";
    try (TestServer server = TestServer.startReadingAs("reader", version, sql);
        TestSocket client = server.connect()) {
      subscribe(client);
      server.sql("INSERT INTO others VALUES (1); INSERT INTO tasks VALUES (1)");
      client.next("insert");
      assertThat(
              server.query(
                  "SELECT plugin, usename, backend_type, rolsuper FROM pg_replication_slots"
                      + " JOIN pg_stat_activity ON pid = active_pid"
                      + " JOIN pg_roles ON rolname = usename WHERE slot_name = current_database()"))
          .isEqualTo("pgoutput reader walsender f");
      assertThat(server.query("SELECT tablename FROM pg_publication_tables")).isEqualTo("tasks");
    }
  }

  /** Who reads changes may read the queue no more than another role; the server's role may. */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee12WhereTheReadersRoleMayNotReplicateTheServersReadsTheQueue(int version) {
    String sql =
        TASKS
            + """
              DO $$ BEGIN CREATE ROLE idler LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
              SELECT pgext.allow_reader('idler'), pgext.allow_server('login');
              """;
    try (TestServer server = TestServer.startReadingAs("idler", version, sql);
        TestSocket client = server.connect()) {
      subscribe(client);
      server.sql("INSERT INTO tasks VALUES (1)");
      client.next("insert");
      assertThat(server.query("SELECT source FROM pgext.realtime_status")).isEqualTo("queue");
    }
  }

  /** What such a role may not know of pgext, the server's role knows. */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee12MessagesAndGatesCountWhereARoleThatMayReplicateAndNoMoreReads(int version) {
    String sql = TASKS + READER + "SELECT pgext.allow_server('login'), pgext.gate('tasks');";
    try (TestServer server = TestServer.startReadingAs("reader", version, sql);
        TestSocket client = server.connect()) {
      subscribe(client);
      client.send("{\"type\":\"channel\",\"channel\":\"room\"}");
      client.next("joined");
      client.next("presence");

      server.sql("INSERT INTO tasks VALUES (1); SELECT pgext.emit('room', 'said', '{}')");
      client.next("broadcast");
      server.sql("SELECT pgext.ungate('tasks'); INSERT INTO tasks VALUES (2)");
      client.next("resync");
      assertThat(ids(List.of(client.next("insert")))).containsExactly("2");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee13ATokenThatExpiresIsAnnouncedAndItsRenewalKeepsTheSubscriptions(int version) {
    Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    try (TestServer server = TestServer.start(version, OWNED).streaming()) {
      server.stopClock(Duration.ofSeconds(29), end);
      try (TestSocket client = server.connectAs(aliceUntil(end))) {
        assertThat(client.next("token_expiring").path("seconds").asInt()).isEqualTo(29);
        subscribe(client);
        authenticate(client, BOB);
        client.next("authenticated");
        TestServer.await("the other identity", () -> hearsOnlyBob(server, client));
      }
    }
  }

  private static boolean hearsOnlyBob(TestServer server, TestSocket client) {
    server.sql("DELETE FROM tasks");
    server.sql("INSERT INTO tasks VALUES (1, 'a', 'alice'), (2, 'b', 'bob')");
    server.sql("DELETE FROM tasks");
    JsonNode first = client.next();
    boolean bob = first.toString().contains("\"bob\"");
    client.next("delete");
    return bob;
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee13AnExpiredTokenStopsSubscriptionsAndLeavesTheSocketForANewOne(int version) {
    Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    try (TestServer server = TestServer.start(version, OWNED);
        TestSocket client = server.connectAs(ALICE)) {
      subscribe(client);
      server.stopClock(Duration.ofSeconds(1), end);
      authenticate(client, aliceUntil(end));
      List<JsonNode> messages =
          client.until(message -> message.path("type").asText().equals("error"));
      assertThat(messages.stream().map(message -> message.path("type").asText()).toList())
          .containsExactlyInAnyOrder("authenticated", "token_expiring", "error");
      assertThat(messages.getLast().path("code").asText()).isEqualTo("PGRST303");
      assertThat(messages.getLast().path("id").asText()).isEqualTo("tasks");
      authenticate(client, ALICE);
      client.next("authenticated");
      subscribe(client);
    }
  }

  private static void authenticate(TestSocket client, String claims) {
    client.send("{\"type\":\"auth\",\"token\":\"" + TestServer.token(claims) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "1e30"})
  void guarantee13ATokenMayEndInThousandsOfYears(String end) {
    try (TestServer server = TestServer.start(18, OWNED);
        TestSocket client =
            server.connectAs("{\"role\":\"alice\",\"sub\":\"alice\",\"exp\":" + end + "}")) {
      subscribe(client);
    }
  }

  private static String aliceUntil(Instant end) {
    return "{\"role\":\"alice\",\"sub\":\"alice\",\"exp\":" + end.getEpochSecond() + "}";
  }
}

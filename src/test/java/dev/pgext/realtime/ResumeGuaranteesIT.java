package dev.pgext.realtime;

import static dev.pgext.realtime.Guarantees.BOB;
import static dev.pgext.realtime.Guarantees.OWNED;
import static dev.pgext.realtime.Guarantees.TASKS;
import static dev.pgext.realtime.Guarantees.ids;
import static dev.pgext.realtime.Guarantees.subscribe;
import static dev.pgext.realtime.Guarantees.subscribeWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guarantees 1 to 3: resuming, subscribing and snapshots, over real websockets and a real
 * PostgreSQL. {@link SwitchedOffIT} shows that each test fails without its mechanism.
 */
class ResumeGuaranteesIT {

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void theFirstExampleWorksAsItStands(int version) {
    try (TestServer server = TestServer.start(version, TASKS);
        TestSocket client = server.connect()) {
      client.send("{ \"type\": \"subscribe\", \"table\": \"tasks\" }");
      JsonNode subscribed = client.next("subscribed");
      assertThat(subscribed.path("id").asText()).isEqualTo("tasks");
      assertThat(subscribed.path("columns").get(0).toString())
          .isEqualTo("{\"name\":\"id\",\"type\":\"int4\"}");
      assertThat(subscribed.path("key").toString()).isEqualTo("[\"id\"]");
      assertThat(subscribed.has("deletes")).isFalse();
      server.sql("INSERT INTO tasks VALUES (1, 'one')");
      JsonNode event = client.next("insert");
      assertThat(event.path("record").toString())
          .isEqualTo("{\"id\":1,\"title\":\"one\",\"owner\":\"alice\"}");
      server.sql("UPDATE tasks SET title = 'uno'; ");
      JsonNode update = client.next("update");
      assertThat(update.path("old_record").path("title").asText()).isEqualTo("one");
      server.sql("DELETE FROM tasks");
      assertThat(client.next("delete").path("old_record").path("title").asText()).isEqualTo("uno");
      server.sql("TRUNCATE tasks");
      client.next("truncate");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee1AClientThatComesBackGetsExactlyWhatItMissedAlsoAcrossARestart(int version) {
    try (TestServer server = TestServer.start(version, TASKS)) {
      String cursor;
      try (TestSocket client = server.connect()) {
        subscribe(client);
        server.sql("BEGIN; INSERT INTO tasks VALUES (1); INSERT INTO tasks VALUES (2); COMMIT");
        cursor = client.next("insert").path("cursor").asText();
      }
      server.sql("INSERT INTO tasks VALUES (3)");
      assertMissed(server, cursor, "2", "3");
      server.stop();
      server.sql("INSERT INTO tasks VALUES (4)");
      server.open();
      server.sql("INSERT INTO tasks VALUES (5)");
      assertMissed(server, cursor, "2", "3", "4", "5");
    }
  }

  private static void assertMissed(TestServer server, String cursor, String... ids) {
    try (TestSocket client = server.connect()) {
      client.send(subscribeWith("\"since\":\"" + cursor + "\""));
      client.next("subscribed");
      List<JsonNode> events = new ArrayList<>();
      while (events.size() < ids.length) {
        events.add(client.next("insert"));
      }
      assertThat(ids(events)).containsExactly(ids);
      assertThat(client.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee1ACursorOutsideOfTheWindowIsAnsweredByResync(int version) {
    try (TestServer server = TestServer.start(version, TASKS);
        TestSocket client = server.connect()) {
      client.send(subscribeWith("\"since\":\"1-0/10-\""));
      client.next("subscribed");
      assertThat(client.next("resync").path("reason").asText()).isNotEmpty();
      server.sql("INSERT INTO tasks VALUES (1)");
      client.next("insert");
    }
  }

  /** The log tells nothing of a table that is dropped: it is looked for now and then. */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee1WhoseTableIsDroppedAndCreatedAnewOrNotWatchedIsTold(int version) {
    try (TestServer server = TestServer.startLookingOften(version, TASKS);
        TestSocket client = server.connect()) {
      subscribe(client);
      // In one transaction: between two the name would lead nowhere, which is told otherwise.
      server.sql("BEGIN; ALTER TABLE tasks RENAME TO former;" + TASKS + "COMMIT");
      client.next("resync");
      server.sql("INSERT INTO former VALUES (1)");
      server.sql("INSERT INTO tasks VALUES (2)");
      assertThat(ids(List.of(client.next("insert")))).containsExactly("2");
      server.sql("DROP TABLE tasks");
      assertThat(client.next("error").path("code").asText()).isEqualTo("PGEXT202");
    }
  }

  /** The snapshot has later transactions than the ones that come first behind it. */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee1ACursorRightBehindASnapshotIsAsExact(int version) {
    try (TestServer server = TestServer.start(version, TASKS).streaming();
        Writer writer = Writer.from(1, server)) {
      for (int round = 0; round < 10; round++) {
        TestServer.await("progress", writer.progress(20));
        List<Integer> seen = new ArrayList<>();
        String cursor;
        try (TestSocket client = server.connect()) {
          client.send(subscribeWith("\"snapshot\":true"));
          client.next("subscribed");
          cursor = snapshot(client, seen);
        }
        try (TestSocket client = server.connect()) {
          client.send(subscribeWith("\"since\":\"" + cursor + "\""));
          client.next("subscribed");
          assertGapless(client, seen, writer.written());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee2WhatIsCommittedAfterSubscribedArrives(int version) {
    try (TestServer server = TestServer.start(version, TASKS)) {
      for (int round = 0; round < 20; round++) {
        try (TestSocket client = server.connect()) {
          subscribe(client);
          server.sql("INSERT INTO tasks VALUES (" + round + ")");
          assertThat(client.next("insert").path("record").path("id").asInt()).isEqualTo(round);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee3SnapshotAndStreamJoinWithoutAMissingOrADoubledRow(int version) {
    String sql =
        TASKS + "INSERT INTO tasks SELECT n, repeat('x', 100) FROM generate_series(1, 2000) n;";
    try (TestServer server = TestServer.start(version, sql).streaming();
        Writer writer = Writer.from(2001, server)) {
      for (int round = 0; round < 5; round++) {
        TestServer.await("progress", writer.progress(50));
        try (TestSocket client = server.connect()) {
          client.send(subscribeWith("\"snapshot\":true"));
          client.next("subscribed");
          List<Integer> seen = new ArrayList<>();
          snapshot(client, seen);
          assertThat(seen).hasSizeGreaterThanOrEqualTo(2000);
          assertGapless(client, seen, writer.written());
        }
      }
    }
  }

  /** Takes a snapshot's rows; its last cursor. */
  private static String snapshot(TestSocket client, List<Integer> seen) {
    JsonNode part = client.next("snapshot");
    part.path("rows").forEach(row -> seen.add(row.path("id").asInt()));
    while (!part.path("last").asBoolean()) {
      part = client.next("snapshot");
      part.path("rows").forEach(row -> seen.add(row.path("id").asInt()));
    }
    return part.path("cursor").asText();
  }

  /** The rows of the snapshot and then those of the events are 1, 2, 3, … each once. */
  private static void assertGapless(TestSocket client, List<Integer> seen, int written) {
    while (seen.size() < written + 20) {
      seen.add(client.next("insert").path("record").path("id").asInt());
    }
    assertThat(seen.stream().sorted().toList())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, seen.size()).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee3RowsOfASnapshotAreThoseOfRest(int version) throws Exception {
    try (TestServer server = TestServer.start(version, OWNED);
        TestSocket client = server.connectAs(BOB)) {
      server.sql("INSERT INTO tasks VALUES (1, 'a', 'alice'), (2, 'b', 'bob')");
      client.send(subscribeWith("\"snapshot\":true,\"filter\":\"id=gt.0\""));
      client.next("subscribed");
      String rest = get(server.http() + "/tasks?id=gt.0", TestServer.token(BOB));
      assertThat(client.next("snapshot").path("rows").toString()).isEqualTo(rest);
      assertThat(rest).isEqualTo("[{\"id\":2,\"title\":\"b\",\"owner\":\"bob\"}]");
    }
  }

  private static String get(String uri, String token) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Inserts rows one by one, each in a transaction of its own, until it is closed. */
  private static final class Writer implements AutoCloseable {
    private final TestServer server;
    private final Thread thread = Thread.ofPlatform().name("writer").unstarted(this::write);
    private final AtomicInteger next;
    private volatile boolean ended;

    private Writer(TestServer server, int first) {
      this.server = server;
      this.next = new AtomicInteger(first);
    }

    static Writer from(int first, TestServer server) {
      Writer writer = new Writer(server, first);
      writer.thread.start();
      return writer;
    }

    private void write() {
      try (var connection = server.database().connect();
          var statement = connection.prepareStatement("INSERT INTO tasks VALUES (?)")) {
        while (!ended) {
          statement.setInt(1, next.get());
          statement.execute();
          next.incrementAndGet();
          // Not as fast as it can: who reads must keep up, with half of a busy machine.
          LockSupport.parkNanos(200_000);
        }
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** How many rows there are, at least. */
    int written() {
      return next.get() - 1;
    }

    BooleanSupplier progress(int rows) {
      int goal = next.get() + rows;
      return () -> next.get() > goal;
    }

    @Override
    public void close() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

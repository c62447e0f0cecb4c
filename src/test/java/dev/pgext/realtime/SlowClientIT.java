package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that does not read. */
class SlowClientIT {
  private static final int ROWS = 1_000;

  /** Two of them fit in the queue: of the one before, the server may not know yet that it went. */
  private static final int BATCH = 50;

  private static final long QUEUE = 1 << 20;

  private static final String TABLE =
      """
      CREATE TABLE tasks (id int PRIMARY KEY, body text);
      GRANT SELECT ON tasks TO anon;
      SELECT pgext.watch('tasks');
      """;

  @Test
  void isCutOffAtTheBoundOfItsQueueAndResumesWithoutAGapWhileOthersHearEverything() {
    try (TestServer server =
        TestServer.start(
            18,
            TABLE,
            Map.of(
                "realtime-queue-bytes",
                Long.toString(QUEUE),
                // It answers no ping either, and must not be cut off for that.
                "realtime-heartbeat",
                "600"))) {
      server.awaitStreaming();
      try (RawSocket slow = RawSocket.connect(server.uri("/ws"));
          TestSocket other = server.connect()) {
        slow.send("{\"type\":\"subscribe\",\"table\":\"tasks\"}");
        String subscribed = slow.until("\"subscribed\"").text();
        other.send("{\"type\":\"subscribe\",\"table\":\"tasks\"}");
        other.next("subscribed");
        for (int from = 0; from < ROWS; from += BATCH) {
          insert(server, from);
          assertThat(ids(other, BATCH))
              .isEqualTo(IntStream.range(from, from + BATCH).boxed().toList());
          assertThat(server.metered("pgext_realtime_queued_bytes")).isLessThan(2 * QUEUE);
        }
        TestServer.await(
            "the slow one to be cut off",
            () -> server.metered("pgext_realtime_slow_consumers") == 1);
        resume(server, cursor(subscribed));
        for (String what : List.of("websockets", "subscriptions")) {
          TestServer.await(
              "its " + what + " to be gone", () -> server.metered("pgext_realtime_" + what) == 1);
        }
        TestServer.await(
            "its queue to be gone", () -> server.metered("pgext_realtime_queued_bytes") == 0);
      }
    }
  }

  private static void insert(TestServer server, int from) {
    server.sql(
        "INSERT INTO tasks SELECT n, repeat('x', 10000) FROM generate_series(%d, %d) AS n"
            .formatted(from, from + BATCH - 1));
  }

  private static void resume(TestServer server, String cursor) {
    try (TestSocket again = server.connect()) {
      again.send("{\"type\":\"subscribe\",\"table\":\"tasks\",\"since\":\"" + cursor + "\"}");
      again.next("subscribed");
      assertThat(ids(again, ROWS)).isEqualTo(IntStream.range(0, ROWS).boxed().toList());
    }
  }

  private static List<Integer> ids(TestSocket socket, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> socket.next("insert").path("record").path("id").asInt())
        .toList();
  }

  private static String cursor(String message) {
    String name = "\"cursor\":\"";
    int start = message.indexOf(name) + name.length();
    return message.substring(start, message.indexOf('"', start));
  }
}

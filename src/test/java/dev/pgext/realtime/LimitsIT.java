package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What settings limit is refused by an error that says so, and the socket stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
  private TestServer server;

  @BeforeAll
  void start() {
    server =
        TestServer.start(
            18,
            """
            CREATE TABLE tasks (id int PRIMARY KEY);
            CREATE TABLE salaries (id int PRIMARY KEY);
            GRANT SELECT ON tasks, salaries TO anon, alice;
            SELECT pgext.watch('tasks'), pgext.watch('salaries');
            """,
            Map.of(
                "realtime-max-subscriptions",
                "2",
                "realtime-max-connections",
                "3",
                "realtime-deny",
                "anon:public.sal*,anon:#staff-*"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Those of another test are noticed to be gone a moment later. */
  @BeforeEach
  void awaitRoom() {
    TestServer.await("room", () -> server.metered("pgext_realtime_websockets") == 0);
  }

  private static void assertRefused(TestSocket socket, String message, String code) {
    socket.send(message);
    assertThat(socket.next("error").path("code").asText()).isEqualTo(code);
  }

  @Test
  void subscriptionsBeyondTheMostAreRefusedUntilOneEnds() {
    try (TestSocket socket = server.connect()) {
      for (String id : new String[] {"a", "b"}) {
        socket.send("{\"type\":\"subscribe\",\"table\":\"tasks\",\"id\":\"" + id + "\"}");
        socket.next("subscribed");
      }
      String third = "{\"type\":\"subscribe\",\"table\":\"tasks\",\"id\":\"c\"}";
      assertRefused(socket, third, "PGEXT203");
      socket.send("{\"type\":\"unsubscribe\",\"id\":\"a\"}");
      socket.next("unsubscribed");
      socket.send(third);
      socket.next("subscribed");
    }
  }

  @Test
  void whatTheSettingsDenyARoleIsRefusedItAndNobodyElse() {
    String salaries = "{\"type\":\"subscribe\",\"table\":\"salaries\"}";
    String staff = "{\"type\":\"channel\",\"channel\":\"staff-room\"}";
    try (TestSocket anybody = server.connect();
        TestSocket alice = server.connectAs("{\"role\":\"alice\"}")) {
      assertRefused(anybody, salaries, "PGEXT204");
      assertRefused(anybody, staff, "PGEXT204");
      alice.send(salaries);
      alice.next("subscribed");
      alice.send(staff);
      alice.next("joined");
    }
  }

  @Test
  void websocketsBeyondTheMostAreRefusedFor503() {
    try (TestSocket first = server.connect();
        TestSocket second = server.connect();
        TestSocket third = server.connect()) {
      assertThat(TestSocket.refusal(server.uri("/ws"))).isEqualTo(503);
      assertThat(first.drain()).isEmpty();
      assertThat(second.drain()).isEmpty();
      assertThat(third.drain()).isEmpty();
    }
  }
}

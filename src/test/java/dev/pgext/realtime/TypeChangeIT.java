package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ALTER TYPE, of which the log says nothing. */
class TypeChangeIT {
  private static final long BOUND = 90_000_000_000L;

  @Test
  void anAttributeThatATypeGainsIsInEventsSoon() {
    try (TestServer server =
            TestServer.startLookingOften(
                18,
                """
                CREATE TYPE address AS (street text);
                CREATE TABLE people (id int PRIMARY KEY, home address);
                INSERT INTO people VALUES (1, ROW('Elm Street'));
                GRANT SELECT ON people TO anon;
                SELECT pgext.watch('people');
                """);
        TestSocket socket = server.connect()) {
      socket.send("{\"type\":\"subscribe\",\"table\":\"people\"}");
      socket.next("subscribed");
      assertThat(home(server, socket)).containsExactly("street");
      server.sql("ALTER TYPE address ADD ATTRIBUTE zip int");
      long end = System.nanoTime() + BOUND;
      List<String> attributes = home(server, socket);
      while (attributes.size() == 1 && System.nanoTime() < end) {
        attributes = home(server, socket);
      }
      assertThat(attributes).containsExactly("street", "zip");
    }
  }

  private static List<String> home(TestServer server, TestSocket socket) {
    server.sql("UPDATE people SET home = home");
    JsonNode home = socket.next("update").path("record").path("home");
    List<String> attributes = new ArrayList<>();
    home.fieldNames().forEachRemaining(attributes::add);
    return attributes;
  }
}

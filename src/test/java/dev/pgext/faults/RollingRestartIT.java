package dev.pgext.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.install.Installer;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database: the second waits for the slot, and takes over from the first. */
class RollingRestartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private final TestDatabase database = TestPostgres.pg18().createDatabase();

  @BeforeEach
  void prepare() throws SQLException {
    database.execute(Served.ROLES);
    try (Connection connection = database.connect()) {
      new Installer().install(connection, "pgext");
    }
    database.execute(
        """
        CREATE SCHEMA api;
        CREATE TABLE api.rows (id int PRIMARY KEY, n int NOT NULL);
        GRANT USAGE ON SCHEMA api TO PUBLIC;
        GRANT SELECT ON api.rows TO PUBLIC;
        SELECT pgext.watch('api.rows');
        """);
  }

  @Test
  void theSecondServesRestRefusesWebsocketsAndGoesOnWhereTheFirstEnded() throws Exception {
    Served first = serve("first");
    Running running = new Running(first);
    try (ChangingTable table = new ChangingTable(database::connect, 1);
        KeyedView view = new KeyedView(() -> running.server.websocket(), "rows")) {
      table.write();
      awaitEvents(view); // The first has the slot: ready are both without.
      try (Served second = serve("second")) {
        awaitEvents(view);
        assertThat(second.send(Call.get("/rows?id=eq.0")).status()).isEqualTo(200);
        WebSocketHandshakeException refusal = refusal(second);
        assertThat(refusal.getResponse().statusCode()).isEqualTo(503);
        assertThat(refusal.getResponse().headers().firstValue("Retry-After")).isPresent();

        running.server = second;
        first.close();
        awaitEvents(view);
        table.pause();
        Deadline.in(PATIENCE).await("the view equals the table", () -> view.rows().equals(rows()));
        assertThat(view.faults()).isEmpty();
        assertThat(view.resyncs()).isZero();
        assertThat(view.snapshots()).isEqualTo(1);
      }
    } finally {
      first.close();
      dropSlot();
    }
  }

  /** Which server a load balancer would choose. */
  private static final class Running {
    private volatile Served server;

    Running(Served server) {
      this.server = server;
    }
  }

  private Served serve(String name) throws Exception {
    String settings =
        """
        db-pool = 5
        realtime-slot = "rolling_%s"
        realtime-db-uri = "%s"
        """
            .formatted(database.name(), database.uri());
    return Served.start(
        Files.createDirectory(directory.resolve(name)),
        database.server(),
        database.name(),
        settings);
  }

  private static void awaitEvents(KeyedView view) throws Exception {
    long goal = view.events() + 300;
    Deadline.in(PATIENCE).await("more events", () -> view.events() >= goal);
  }

  private static WebSocketHandshakeException refusal(Served server) {
    try {
      HttpClient.newHttpClient()
          .newWebSocketBuilder()
          .buildAsync(server.websocket(), new WebSocket.Listener() {})
          .join()
          .abort();
      throw new AssertionError("two servers read one slot");
    } catch (CompletionException refused) {
      return (WebSocketHandshakeException) refused.getCause();
    }
  }

  private Map<String, String> rows() throws SQLException {
    Map<String, String> rows = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id, n FROM api.rows")) {
      while (found.next()) {
        String id = found.getString(1);
        rows.put(id, "{\"id\":%s,\"n\":%s}".formatted(id, found.getString(2)));
      }
    }
    return rows;
  }

  /** The second has ended, too; its process on the server may need a moment more. */
  private void dropSlot() throws Exception {
    String drop =
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            + " WHERE database = current_database()";
    Deadline.in(PATIENCE)
        .await(
            "the slot is free",
            () -> {
              try (Connection connection = database.connect();
                  Statement statement = connection.createStatement()) {
                return statement.execute(drop);
              } catch (SQLException stillRead) {
                return false;
              }
            });
  }
}

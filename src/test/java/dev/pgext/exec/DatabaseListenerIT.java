package dev.pgext.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.exec.DatabaseListener.Reloads;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.ListenerFailed;
import dev.pgext.observe.Observation.ListenerRetry;
import dev.pgext.observe.Observation.ListenerStarted;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The listener hears notifications, and comes back after it lost its connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseListenerIT {
  private final TestDatabase database = TestPostgres.pg18().createDatabase();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
  private final DatabaseListener listener =
      new DatabaseListener(
          new Connector(
              Api.target(database, database.port()).toPrimary(), Config.defaults().database()),
          "pg\"rst",
          new Recorder(calls),
          observations::add);

  private record Recorder(BlockingQueue<String> calls) implements Reloads {
    @Override
    public void began() {
      calls.add("began");
    }

    @Override
    public void catalog() {
      calls.add("catalog");
    }

    @Override
    public void config() {
      calls.add("config");
    }

    @Override
    public void frontend() {
      calls.add("frontend");
    }

    @Override
    public void lost() {
      calls.add("lost");
    }
  }

  @BeforeAll
  void start() throws InterruptedException {
    database.execute(Api.ROLES);
    listener.start();
    ListenerStarted started = (ListenerStarted) next(observations);
    assertThat(next(calls)).isEqualTo("began");
    assertThat(started.channel()).isEqualTo("pg\"rst");
    assertThat(started.address()).isEqualTo("127.0.0.1:" + database.port());
    assertThat(started.version()).startsWith("PostgreSQL 18");
    assertThat(listener.listening()).isTrue();
  }

  @AfterAll
  void stop() {
    listener.close();
    assertThat(listener.listening()).isFalse();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void notificationsAskForReloadsAndALostConnectionForAFullOne()
      throws InterruptedException, SQLException {
    assertThat(lastQuery()).isEqualTo("LISTEN \"pg\"\"rst\"");
    database.execute("SELECT pg_notify('pg\"rst', 'anything else')");
    database.execute("SELECT pg_notify('pg\"rst', 'reload config')");
    assertThat(next(calls)).isEqualTo("config");
    database.execute("SELECT pg_notify('pg\"rst', 'reload schema')");
    assertThat(next(calls)).isEqualTo("catalog");
    database.execute("SELECT pg_notify('pg\"rst', 'reload frontend')");
    assertThat(next(calls)).isEqualTo("frontend");
    database.execute("NOTIFY \"pg\"\"rst\"");
    assertThat(next(calls)).isEqualTo("catalog");
    observations.clear();

    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
    assertThat(next(observations)).isInstanceOf(ListenerFailed.class);
    assertThat(next(observations)).isEqualTo(new ListenerRetry(1));
    assertThat(next(calls)).isEqualTo("lost");
    assertThat(next(observations)).isInstanceOf(ListenerStarted.class);
    assertThat(next(calls)).isEqualTo("catalog");
    assertThat(next(calls)).isEqualTo("frontend");
    database.execute("SELECT pg_notify('pg\"rst', 'reload config')");
    assertThat(next(calls)).isEqualTo("config");
  }

  @Test
  void ofSeveralFoldersOfSocketsTheLogNamesTheOneThatAnswered() throws InterruptedException {
    String folder = database.server().socketDirectory().toString();
    ConnectionTarget servers =
        ConnectionTarget.parse(
            "host=/nowhere,%s port=%d dbname=%s user=%s password=%s"
                .formatted(
                    folder, database.port(), database.name(), database.user(), database.password()),
            new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody"));
    BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
    Connector connector = new Connector(servers.toPrimary(), Config.defaults().database());
    try (DatabaseListener other =
        new DatabaseListener(
            connector, "other", new Recorder(new LinkedBlockingQueue<>()), seen::add)) {
      other.start();
      ListenerStarted started = (ListenerStarted) next(seen);
      assertThat(started.address()).isEqualTo(folder + ":" + database.port());
    }
  }

  private String lastQuery() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT query FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
                    + " AND application_name = 'pgext test'")) {
      rows.next();
      return rows.getString(1);
    }
  }
}

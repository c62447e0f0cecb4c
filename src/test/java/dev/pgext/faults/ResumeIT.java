package dev.pgext.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.DownloadProgress;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.TestPorts;
import dev.pgext.realtime.install.Installer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Something is killed at a random moment while rows change; each time the client's view becomes
 * equal to the table, and no event on the way was missing or came twice, unless the client was told
 * to take a new snapshot.
 */
class ResumeIT {
  private static final boolean STRESS = Boolean.getBoolean("pgext.stress");
  private static final int MOMENTS = STRESS ? 200 : 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SLOT = "resumed";

  private static final String SCHEMA =
      """
      CREATE SCHEMA api;
      CREATE TABLE api.rows (id int PRIMARY KEY, n int NOT NULL);
      GRANT USAGE ON SCHEMA api TO PUBLIC;
      GRANT SELECT ON api.rows TO PUBLIC;
      SELECT pgext.watch('api.rows');
      """;

  @TempDir private Path directory;
  private Path home;
  private int version;
  private EmbeddedPostgres postgres;
  private Served served;

  static IntStream versions() {
    return STRESS ? IntStream.of(15, 18) : IntStream.of(18);
  }

  /** What is killed. */
  private enum Victim {
    SOCKET,
    SOCKET_AFTER_SNAPSHOT,
    SERVER,
    POSTGRES,
    POSTGRES_SHUT_DOWN_FAST,
    SLOT_DROPPED
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whateverIsKilledTheClientsViewBecomesTheTableWithoutGapOrDuplicate(int major)
      throws Exception {
    long seed = Long.getLong("pgext.seed", System.nanoTime());
    version = major;
    home = Files.createTempDirectory("pgext-resume-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    postgres = EmbeddedPostgres.start(settings(TestPorts.next()));
    try {
      prepare();
      served = Served.start(directory, postgres, "postgres", realtime());
      moments(new Random(seed), seed);
    } finally {
      stop();
    }
  }

  private EmbeddedPostgresSettings settings(int port) {
    return new EmbeddedPostgresSettings(
            home,
            version,
            port,
            EmbeddedPostgresSettings.Retention.KEEP,
            Map.of(),
            DownloadProgress.silent())
        .withParameter("fsync", "off");
  }

  private void prepare() throws SQLException {
    execute(Served.ROLES);
    try (Connection connection = connect()) {
      new Installer().install(connection, "pgext");
    }
    execute(SCHEMA);
  }

  private String realtime() {
    return """
        db-pool = 5
        realtime-slot = "%s"
        realtime-db-uri = "%s"
        """
        .formatted(SLOT, postgres.uri("postgres"));
  }

  private void moments(Random random, long seed) throws Exception {
    List<Victim> victims = new ArrayList<>();
    while (victims.size() < MOMENTS) {
      victims.addAll(List.of(Victim.values()));
    }
    Collections.shuffle(victims.subList(0, MOMENTS), random);
    try (ChangingTable table = new ChangingTable(this::connect, seed);
        KeyedView view = new KeyedView(() -> served.websocket(), "rows")) {
      for (int moment = 0; moment < MOMENTS; moment++) {
        Victim victim = victims.get(moment);
        String description = "moment %d, %s, seed %d".formatted(moment, victim, seed);
        moment(victim, new Scene(table, view, random, description));
      }
    }
  }

  /** Who writes, who reads, and what this moment is called. */
  private record Scene(ChangingTable table, KeyedView view, Random random, String name) {

    void awaitEvents(int more) throws Exception {
      long goal = view.events() + more;
      await("%d more events".formatted(more), () -> view.events() >= goal);
    }

    void await(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
      Deadline.in(PATIENCE).await("%s: %s".formatted(name, what), condition);
    }
  }

  private void moment(Victim victim, Scene scene) throws Exception {
    int resyncs = scene.view().resyncs();
    scene.table().write();
    scene.awaitEvents(50 + scene.random().nextInt(400));
    kill(victim, scene);
    boolean lost = victim == Victim.SLOT_DROPPED;
    if (lost) {
      // Events from before may still be under way, as many as are waited for next.
      scene.await("a resync", () -> scene.view().resyncs() > resyncs);
    }
    scene.awaitEvents(200);
    scene.table().pause();
    scene.await("the view equals the table", () -> scene.view().rows().equals(rows()));
    assertThat(scene.view().faults()).as(scene.name()).isEmpty();
    assertThat(scene.view().resyncs() - resyncs)
        .as("resyncs in %s", scene.name())
        .isBetween(lost ? 1 : 0, lost ? Integer.MAX_VALUE : 0);
  }

  private void kill(Victim victim, Scene scene) throws Exception {
    switch (victim) {
      case SOCKET -> scene.view().cut();
      case SOCKET_AFTER_SNAPSHOT -> cutAfterSnapshot(scene);
      case SERVER -> {
        served.kill();
        served = served.again();
      }
      case POSTGRES -> {
        killPostgres();
        restartPostgres();
      }
      case POSTGRES_SHUT_DOWN_FAST -> restartPostgres();
      case SLOT_DROPPED -> scene.await("the slot is dropped", this::dropSlot);
    }
  }

  /** The worst places: right behind the snapshot, and a few events later. */
  private static void cutAfterSnapshot(Scene scene) throws Exception {
    for (int times = 0; times < 5; times++) {
      int snapshots = scene.view().snapshots();
      scene.view().beginAnewAndCutAfter(scene.random().nextInt(8));
      scene.await("a snapshot", () -> scene.view().snapshots() > snapshots);
      scene.awaitEvents(20);
    }
  }

  /** All of its processes, so that none goes on without the others. */
  private void killPostgres() throws Exception {
    Path file = postgres.dataDirectory().resolve("postmaster.pid");
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
    List<ProcessHandle> children = postmaster.children().toList();
    assertThat(postmaster.destroyForcibly()).isTrue();
    children.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
  }

  private void restartPostgres() {
    int port = postgres.port();
    postgres.close();
    postgres = EmbeddedPostgres.start(settings(port));
  }

  private boolean dropSlot() {
    try {
      execute(
          "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active;"
              + "SELECT pg_drop_replication_slot('"
              + SLOT
              + "')");
      return true;
    } catch (SQLException stillActive) {
      return false;
    }
  }

  private Map<String, String> rows() throws SQLException {
    Map<String, String> rows = new HashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id, n FROM api.rows")) {
      while (found.next()) {
        String id = found.getString(1);
        rows.put(id, "{\"id\":%s,\"n\":%s}".formatted(id, found.getString(2)));
      }
    }
    return rows;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl("postgres"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void stop() {
    if (served != null) {
      served.close();
    }
    int port = postgres.port();
    postgres.close();
    EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(home, version).withPort(port))
        .close();
  }
}

package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.DownloadProgress;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.cdc.Stream.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL itself goes away and comes back. */
class ServerRestartIT {
  private static final Duration QUICK = Duration.ofSeconds(28);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aFastShutdownUnderLoadIsQuickAndReadingGoesOnAfterwards(int version) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    EmbeddedPostgresSettings settings = settings(version, TestPorts.next());
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    int port = server.port();
    TestDatabase database = new TestDatabase("postgres", server);
    database.execute("CREATE TABLE numbers (id int)");
    try (Stream stream = Setup.of(database).open().awaitStreaming()) {
      database.execute("ALTER PUBLICATION pgext ADD TABLE numbers");
      for (int restart = 0; restart < 3; restart++) {
        database.execute("TRUNCATE numbers");
        int committed = loadUntilShutdown(stream, database, server);
        stream.awaitPhase(Phase.RECOVERING);
        server = EmbeddedPostgres.start(settings(version, port));
        database = new TestDatabase("postgres", server);
        stream.awaitStreaming();
        List<String> rows =
            IntStream.rangeClosed(1, committed).mapToObj(Integer::toString).toList();
        assertThat(last(stream.inserted())).containsSequence(rows);
      }
      assertThat(stream.discontinuities()).isEmpty();
    } finally {
      server.close();
    }
  }

  private static int loadUntilShutdown(
      Stream stream, TestDatabase database, EmbeddedPostgres server) {
    try (Load load = Load.on(database, "numbers")) {
      stream.await("load", () -> load.committed() > 2000);
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(QUICK);
      stream.await("the load's end", load::broken);
      return load.committed();
    }
  }

  /** From the last 1 on: each restart begins to count anew. */
  private static List<String> last(List<String> rows) {
    return rows.subList(rows.lastIndexOf("1"), rows.size());
  }

  private EmbeddedPostgresSettings settings(int version, int port) {
    EmbeddedPostgresSettings kept =
        new EmbeddedPostgresSettings(
            directory.resolve("server"),
            version,
            port,
            EmbeddedPostgresSettings.Retention.KEEP,
            Map.of(),
            DownloadProgress.silent());
    return kept.withParameter("fsync", "off");
  }
}

package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * {@code migrate} as a process that is killed: its state is told truly, and the next run ends it.
 */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class MigrateKillIT {
  private static final long SEED = System.nanoTime();

  @TempDir private Path project;
  private TestDatabase database;

  @Test
  void whereverItIsKilledTheStatusIsTrueAndTheNextRunCompletes() throws Exception {
    Random random = new Random(SEED);
    write();
    KilledCommand migrate = new KilledCommand(project, List.of("migrate"), Map.of());
    long whole = migrate.whole(TestPostgres.pg18().createDatabase());
    for (int kill = 0; kill < KilledCommand.KILLS; kill++) {
      database = TestPostgres.pg18().createDatabase();
      long after = random.nextLong(whole / 3, whole);
      migrate.killAfter(after, database);
      String description = "kill %d after %d ms (seed %d)".formatted(kill, after, SEED);
      List<String> status = run("migrate", "status").text().lines().toList();
      assertThat(truth(status)).as(description + ": " + status).isTrue();
      CommandRun next = run("migrate");
      assertThat(next.status()).as(description + ": " + next.text()).isZero();
      assertThat(run("migrate", "status").text().lines()).as(description).endsWith("Up to date.");
      assertThat(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
          .isEqualTo("0");
      assertThat(database.value("SELECT count(*) FROM log")).as(description).isEqualTo("4");
    }
  }

  /** Compares what status says with what the database has. */
  private boolean truth(List<String> status) {
    boolean schema = database.value("SELECT to_regclass('log') IS NOT NULL").equals("t");
    boolean first = schema && database.value("SELECT count(*) > 0 FROM log").equals("t");
    boolean last = database.value("SELECT to_regclass('last') IS NOT NULL").equals("t");
    return applied(status, "schema.sql") == schema
        && applied(status, "1_first.sql") == first
        && applied(status, "3_last.sql") == last
        && partial(status) == (schema ? rows() - 1 : 0);
  }

  private int rows() {
    return Math.max(1, Math.min(3, Integer.parseInt(database.value("SELECT count(*) FROM log"))));
  }

  private static boolean applied(List<String> status, String file) {
    return status.stream().anyMatch(line -> line.contains(file) && line.contains(" applied 2"));
  }

  /** How many of the rows of the file in the middle status says are there. */
  private static int partial(List<String> status) {
    for (String line : status) {
      if (line.contains("2_slow.sql") && line.contains(" applied 2")) {
        return 2;
      }
      if (line.contains("2_slow.sql") && line.contains("partly applied")) {
        int done = Integer.parseInt(line.replaceAll(".*: (\\d+) of \\d+ statements.*", "$1"));
        return done >= 5 ? 2 : done >= 2 ? 1 : 0;
      }
    }
    return 0;
  }

  private void write() throws IOException {
    Path migrations = Files.createDirectories(project.resolve("migrations"));
    Files.writeString(project.resolve("schema.sql"), "CREATE TABLE log (step text UNIQUE);");
    Files.writeString(
        migrations.resolve("1_first.sql"),
        "INSERT INTO log VALUES ('first'); SELECT pg_sleep(0.15);");
    Files.writeString(
        migrations.resolve("2_slow.sql"),
        """
        -- migrate:up transaction:false
        CREATE TABLE slow AS SELECT i FROM generate_series(1, 100000) AS i;
        INSERT INTO log VALUES ('slow');
        CREATE INDEX CONCURRENTLY slow_i ON slow ((i::text || 'x'));
        SELECT pg_sleep(0.15);
        INSERT INTO log VALUES ('slower');
        CREATE UNIQUE INDEX CONCURRENTLY slow_u ON slow (i);
        """);
    Files.writeString(
        migrations.resolve("3_last.sql"),
        "INSERT INTO log VALUES ('last'); SELECT pg_sleep(0.15); CREATE TABLE last ();");
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(project, database, arguments);
  }
}

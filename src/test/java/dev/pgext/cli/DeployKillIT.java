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
 * {@code deploy} as a process that is killed: what is there is a whole number of its stages, and
 * the next run completes it.
 */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class DeployKillIT {
  private static final long SEED = System.nanoTime();

  @TempDir private Path project;
  private TestDatabase database;

  @Test
  void whereverItIsKilledAWholeNumberOfStagesIsThereAndTheNextRunCompletes() throws Exception {
    Random random = new Random(SEED);
    write();
    KilledCommand deploy = new KilledCommand(project, List.of("deploy", "--yes"), Map.of());
    long whole = deploy.whole(TestPostgres.pg18().createDatabase());
    for (int kill = 0; kill < KilledCommand.KILLS; kill++) {
      boolean together = kill % 2 == 0;
      second(together);
      database = TestPostgres.pg18().createDatabase();
      long after = random.nextLong(whole / 3, whole);
      deploy.killAfter(after, database);
      String description =
          "kill %d after %d of %d ms (seed %d)".formatted(kill, after, whole, SEED);
      assertThat(wholeStages(together)).as(description).isTrue();
      CommandRun next = run("deploy", "--yes");
      assertThat(next.status()).as(description + ": " + next.text()).isZero();
      assertThat(database.value("SELECT release FROM pgext.current_release")).isEqualTo("1");
      assertThat(run("migrate", "status").text()).as(description).contains("Up to date.");
      assertThat(database.value("SELECT count(*) FROM log")).as(description).isEqualTo("2");
      assertThat(database.value("SELECT answer()")).isEqualTo("42");
      assertThat(database.value("SELECT count(*) FROM pgext.frontend_file")).isEqualTo("2");
    }
  }

  /** Compares what is there with each other, and with what status says. */
  private boolean wholeStages(boolean together) {
    boolean schema = there("to_regclass('log')");
    boolean function = there("to_regproc('answer')");
    boolean release =
        there("to_regclass('pgext.current_release')")
            && database.value("SELECT count(*) FROM pgext.current_release").equals("1");
    String status = run("migrate", "status").text();
    boolean told = status.matches("(?s).*schema\\.sql +applied.*");
    return told == schema
        && release == function
        && (together ? release == schema : schema || !release);
  }

  private void write() throws IOException {
    Files.writeString(
        project.resolve("schema.sql"),
        "CREATE TABLE log (step text UNIQUE); SELECT pg_sleep(0.05);");
    Files.createDirectories(project.resolve("migrations"));
    Files.createDirectories(project.resolve("functions"));
    Files.createDirectories(project.resolve("frontend"));
    Files.writeString(
        project.resolve("migrations/1_first.sql"),
        "INSERT INTO log VALUES ('first'); SELECT pg_sleep(0.05);");
    Files.writeString(
        project.resolve("functions/answer.sql"),
        "CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';");
    Files.writeString(project.resolve("frontend/index.html"), "page");
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    Files.write(project.resolve("frontend/large.bin"), large);
    second(true);
  }

  /** The last migration: one that can be in a transaction with the others, or not. */
  private void second(boolean together) throws IOException {
    Files.writeString(
        project.resolve("migrations/2_second.sql"),
        (together ? "" : "-- migrate:up transaction:false\n")
            + "INSERT INTO log VALUES ('second'); SELECT pg_sleep(0.05);");
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(project, database, arguments);
  }

  private boolean there(String expression) {
    return database.value("SELECT " + expression + " IS NOT NULL").equals("t");
  }
}

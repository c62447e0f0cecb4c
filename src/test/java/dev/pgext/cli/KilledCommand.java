package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs as a process of its own, and is killed somewhere on its way.
 *
 * @param environment variables that it has besides
 */
record KilledCommand(Path project, List<String> arguments, Map<String, String> environment) {
  /** How often a test kills it. */
  static final int KILLS = Boolean.getBoolean("pgext.stress") ? 50 : 10;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUSY =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name LIKE 'pgext %'";

  /** Lets it run to its end, which must be a good one; how many milliseconds that took. */
  long whole(TestDatabase database) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process = start(database);
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /** Kills it, and waits for the end of what the server still does for it. */
  void killAfter(long milliseconds, TestDatabase database) throws Exception {
    Process process = start(database);
    process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    Deadline.in(PATIENCE).await("what was begun ends", () -> database.value(BUSY).equals("0"));
  }

  private Process start(TestDatabase database) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pgext.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--dir", project.toString(), "--url", database.uri()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }
}

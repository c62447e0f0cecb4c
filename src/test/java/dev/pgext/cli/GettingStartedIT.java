package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of docs/getting-started.md and docs/security.md types, in one shell, in order. */
class GettingStartedIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final String END = "--- end of output";
  private static final long PATIENCE = 90_000_000_000L;

  @TempDir private Path directory;

  /** A line that is typed, and the lines that it shows. */
  private record Step(String command, List<String> output) {}

  @Test
  void everyStepShowsWhatThePageSays() throws Exception {
    int port = TestPorts.next();
    TestDatabase production = TestPostgres.pg18().createDatabase();
    try (Shell shell = new Shell(directory)) {
      shell.run("pgext() { " + CommandRun.shell() + " \"$@\"; }");
      // What is ended later must be the JVM itself, and not a shell around it.
      shell.run("background() { exec " + CommandRun.shell() + " \"$@\"; }");
      shell.run("PRODUCTION=" + production.uri());
      for (Step step : steps(Path.of("docs/getting-started.md"))) {
        String command = step.command().replace("localhost:3000", "127.0.0.1:" + port);
        if (command.equals("pgext dev")) {
          shell.run("background dev --port " + port + " >dev.log 2>&1 & DEV=$!");
          shell.await("curl -s http://127.0.0.1:" + port + "/", List.of("<!doctype html>"));
        } else if (command.startsWith("curl ")) {
          shell.await(command, step.output());
        } else {
          assertThat(shell.run(command)).as(command).containsAll(step.output());
        }
      }
      shell.run("kill $DEV; wait $DEV");
      assertThat(shell.run("cat dev.log"))
          .anyMatch(line -> line.matches("  live: functions/count_open\\.sql \\(\\d+ ms\\)"))
          .noneMatch(line -> line.contains("WARNING") || line.contains("Schema cache"));
    }
    for (String sql : blocks(Path.of("docs/security.md"), "sql")) {
      production.execute(sql);
    }
  }

  private static List<String> blocks(Path page, String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(page))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (String block : blocks(page, "")) {
      for (String line : block.lines().toList()) {
        if (line.startsWith("$ ")) {
          steps.add(new Step(line.substring(2), new ArrayList<>()));
        } else {
          steps.get(steps.size() - 1).output().add(line);
        }
      }
    }
    assertThat(steps).hasSizeGreaterThan(8);
    return steps;
  }

  /** A shell that is told one line at a time. */
  private static final class Shell implements AutoCloseable {
    private final Process process;
    private final BufferedWriter typed;
    private final BufferedReader shown;

    Shell(Path directory) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder("bash").directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.matches("PG.*|DATABASE_URL"));
      process = builder.start();
      typed = process.outputWriter();
      shown = process.inputReader();
    }

    List<String> run(String command) throws IOException {
      typed.write(command + "\necho; echo '" + END + "'\n");
      typed.flush();
      List<String> lines = new ArrayList<>();
      for (String line = shown.readLine(); !END.equals(line); line = shown.readLine()) {
        if (line == null) {
          throw new AssertionError("The shell ended: " + lines);
        }
        lines.add(line);
      }
      return lines;
    }

    /** What is saved is live a moment later. */
    void await(String command, List<String> output) throws IOException {
      long deadline = System.nanoTime() + PATIENCE;
      List<String> lines = run(command);
      while (!lines.containsAll(output) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(100_000_000);
        lines = run(command);
      }
      assertThat(lines).as("%s\n%s", command, run("cat dev.log")).containsAll(output);
    }

    @Override
    public void close() {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroy);
    }
  }
}

package dev.pgext.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** pgext as a process of its own, called {@code postgrest}, and the lines that it prints. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private final Thread reader;

  /** Starts it with these variables and nothing else in its environment. */
  ServerProcess(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dpgext.program=postgrest"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Pgext.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = builder.start();
    reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  /** Waits for a line with that text; the part behind the text. */
  String awaitLine(String text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("No line with " + text + " among " + seen);
      }
      seen.add(line);
      if (line.contains(text)) {
        return line.substring(line.indexOf(text) + text.length());
      }
    }
  }

  /**
   * Waits for a line with that text, if it has not come before: of what several threads print,
   * nobody knows the order.
   */
  void awaitSaid(String text) throws InterruptedException {
    if (seen.stream().noneMatch(line -> line.contains(text))) {
      awaitLine(text);
    }
  }

  /** Waits for its end; all that it printed. */
  List<String> output() throws InterruptedException {
    exitStatus();
    reader.join();
    lines.drainTo(seen);
    return seen;
  }

  /** Waits for its end. */
  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("Still running: " + seen);
    }
    return process.exitValue();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  @Override
  public void close() {
    // Process.destroy would close the stream under its reader.
    process.toHandle().destroy();
    process.onExit().join();
  }
}

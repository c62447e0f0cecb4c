package dev.pgext.clients;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with a {@code package.json}, copied to where npm may leave its modules. */
record NodeProject(Path directory) {
  private static final List<String> RUNNER =
      List.of("node", "--test", "--test-concurrency=1", "--test-reporter=spec");

  /** What a program said on both streams, and how it ended. */
  record Outcome(int status, String output) {}

  /** Copies the files of a folder; modules that an earlier run installed stay. */
  static NodeProject copy(Path source, Path target) {
    try (Stream<Path> files = Files.list(source)) {
      Files.createDirectories(target);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        update(file, target.resolve(file.getFileName()));
      }
      return new NodeProject(target);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Programs of tests in another JVM may be reading the copy: there is always a whole one. */
  private static void update(Path file, Path copy) throws IOException {
    if (Files.exists(copy) && Files.mismatch(file, copy) < 0) {
      return;
    }
    Path beside = Files.createTempFile(copy.getParent(), "copy", ".tmp");
    Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, copy, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Installs exactly what the lock file names, unless that is there already. */
  Outcome install() throws InterruptedException {
    Path installed = directory.resolve("node_modules").resolve("installed.json");
    Path wanted = directory.resolve("package-lock.json");
    try (FileChannel lock = FileChannel.open(directory.resolve("install.lock"), CREATE, WRITE)) {
      lock.lock(); // Tests in another JVM may want the same.
      if (Files.exists(installed) && Files.mismatch(installed, wanted) < 0) {
        return new Outcome(0, "");
      }
      Outcome outcome = run(Map.of(), "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
      if (outcome.status() == 0) {
        Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
      }
      return outcome;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs those of the project's tests, one file after the other. */
  Outcome test(Map<String, String> environment, Predicate<String> files)
      throws InterruptedException {
    List<String> command = new ArrayList<>(RUNNER);
    try (Stream<Path> found = Files.list(directory)) {
      found
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.js") && files.test(name))
          .sorted()
          .forEach(command::add);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return run(environment, command.toArray(String[]::new));
  }

  /** Runs one file of tests. */
  Outcome test(Map<String, String> environment, String file) throws InterruptedException {
    List<String> command = new ArrayList<>(RUNNER);
    command.add(file);
    return run(environment, command.toArray(String[]::new));
  }

  private Outcome run(Map<String, String> environment, String... command)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = start(builder.redirectErrorStream(true));
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), said);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException missing) {
      List<String> command = builder.command();
      throw new IllegalStateException(
          "The tests of Supabase's clients need Node 20.10 or newer, and "
              + command.get(0)
              + " does not start: install it, or skip them with PGEXT_SKIP_NODE=1",
          missing);
    }
  }
}

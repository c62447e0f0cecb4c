package dev.pgext.cli;

import dev.pgext.pg.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command that ran in this process, and what it printed; tests that use it lock both streams. */
record CommandRun(int status, String text) {

  /** What a shell is told to start {@code pgext} as {@code java -jar} does it, without the jar. */
  static String shell() {
    return "'%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Pgext.class.getName());
  }

  static CommandRun in(Path project, TestDatabase database, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", database.uri()));
    return in(project, all.toArray(String[]::new));
  }

  static CommandRun in(Path project, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--dir")) {
      all.addAll(List.of("--dir", project.toString()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      System.setErr(captured);
      int status = Pgext.run(Program.PGEXT, all.toArray(String[]::new));
      return new CommandRun(status, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}

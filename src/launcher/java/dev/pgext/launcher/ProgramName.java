package dev.pgext.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;

/**
 * As what this process was called, which a child's own command line does not say: called {@code
 * postgrest}, pgext has that program's command line.
 */
final class ProgramName {

  private static final String PROPERTY = "pgext.program";

  private ProgramName() {}

  /** What tells it to a child; none where the system does not tell us. The environment it has. */
  static List<String> options() {
    String told = System.getProperty(PROPERTY);
    String name = told == null && System.getenv("PGEXT_PROGRAM_NAME") == null ? called() : told;
    return name == null
        ? Collections.<String>emptyList()
        : Collections.singletonList("-D" + PROPERTY + "=" + name);
  }

  /** The first word of the command line, which {@code exec -a} chooses. */
  private static String called() {
    try {
      byte[] commandLine = Files.readAllBytes(Paths.get("/proc/self/cmdline"));
      return new String(commandLine, StandardCharsets.UTF_8).split("\0", 2)[0];
    } catch (IOException notLinux) {
      return null;
    }
  }
}

package dev.pgext.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** How this program is called, for texts that tell what to type next. */
final class Calling {
  private static final String VARIABLE = "PGEXT_COMMAND";

  private Calling() {}

  static String command() {
    String script = System.getenv(VARIABLE);
    if (script != null && !script.isBlank()) {
      return script;
    }
    Path jar = Path.of(System.getProperty("java.class.path", ""));
    boolean isJar = jar.toString().endsWith(".jar") && Files.isRegularFile(jar);
    return isJar ? "java -jar " + jar.toAbsolutePath().normalize() : "pgext";
  }
}

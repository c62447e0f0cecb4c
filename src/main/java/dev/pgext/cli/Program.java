package dev.pgext.cli;

import java.util.Locale;
import java.util.Map;

/**
 * As what the program was called, and its version: it answers to two names, and a supervisor that
 * calls it {@code postgrest} finds what it knows.
 */
enum Program {
  PGEXT("pgext", "pgext"),
  POSTGREST("postgrest", "PostgREST");

  private final String command;
  private final String title;

  Program(String command, String title) {
    this.command = command;
    this.title = title;
  }

  /**
   * The name given by the system property {@code pgext.program} or the variable {@code
   * PGEXT_PROGRAM_NAME}, which a wrapper sets.
   */
  static Program of(Map<String, String> environment) {
    String name =
        System.getProperty(
            "pgext.program", environment.getOrDefault("PGEXT_PROGRAM_NAME", PGEXT.command));
    return name.toLowerCase(Locale.ROOT).endsWith(POSTGREST.command) ? POSTGREST : PGEXT;
  }

  /** {@code pgext} or {@code postgrest}. */
  String command() {
    return command;
  }

  /** Name and version for people, and for {@code application_name}. */
  String product() {
    return title + " " + version();
  }

  /** Name and version for the Server header. */
  String server() {
    return command + "/" + version();
  }

  /** The version of this build. */
  static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

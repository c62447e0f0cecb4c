package dev.pgext.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * The name given by the system property {@code pgext.program}, by the variable {@code
   * PGEXT_PROGRAM_NAME}, or by {@code exec -a postgrest java …}.
   */
  static Program of(Map<String, String> environment) {
    String name =
        System.getProperty("pgext.program", environment.getOrDefault("PGEXT_PROGRAM_NAME", ""));
    String called = name.isEmpty() ? calledAs() : name;
    return called.toLowerCase(Locale.ROOT).endsWith(POSTGREST.command) ? POSTGREST : PGEXT;
  }

  /** The process's own word for itself; empty where the system does not tell. */
  private static String calledAs() {
    try {
      String commandLine = Files.readString(Path.of("/proc/self/cmdline"));
      return commandLine.substring(0, Math.max(commandLine.indexOf('\0'), 0));
    } catch (IOException | RuntimeException e) {
      return "";
    }
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

package dev.pgext.migrate.file;

import java.util.regex.Pattern;

/** Flyway's callbacks: scripts that are named after an event, not after a version. */
final class Callback {
  private static final Pattern NAME =
      Pattern.compile("(?:before|after|create)[A-Z][A-Za-z]*(?:__.*)?\\.sql");

  private Callback() {}

  static boolean isName(String fileName) {
    return NAME.matcher(fileName).matches();
  }
}

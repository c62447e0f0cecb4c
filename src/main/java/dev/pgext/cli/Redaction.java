package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigDump;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration in force, for eyes that need not see its secrets. What {@code app.settings.*}
 * hold is the application's own business, and keys of other services are what they are used for.
 */
final class Redaction {
  private static final String APPLICATION = "app.settings.";

  private static final Set<String> SECRETS =
      Set.of("jwt-secret", "db-uri", "realtime-db-uri", "migrate-db-uri", "admin-logs-token");

  private Redaction() {}

  static String dump(Config config) {
    return ConfigDump.print(config, ConfigDump.Keys.ALL)
        .lines()
        .map(Redaction::line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(String line) {
    String key = line.substring(0, Math.max(0, line.indexOf(" = ")));
    boolean secret = SECRETS.contains(key) || key.startsWith(APPLICATION);
    return secret && !line.endsWith("\"\"")
        ? line.substring(0, line.indexOf('=')) + "= \"(hidden)\""
        : line;
  }
}

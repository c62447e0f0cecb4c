package dev.pgext.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table of settings: each once, in the order a reader meets them.
 *
 * <p>Keys, defaults and meanings of PostgREST's are those of its <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html">reference</a>.
 */
final class Settings {

  /** Every row. */
  static final List<Setting<?>> ALL =
      Stream.of(
              DatabaseRows.ALL,
              ServerRows.ALL,
              ApiRows.ALL,
              RealtimeRows.ALL,
              MigrationRows.ALL,
              LimitRows.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  /** Variables that look like settings but are the launcher's. */
  static final Set<String> OTHER_VARIABLES =
      Set.of("PGEXT_COMMAND", "PGEXT_JAVA_HOME", "PGEXT_JAVA_OPTS", "PGEXT_PROGRAM_NAME");

  /** What a key of the application's own settings begins with. */
  static final String APP_SETTINGS = "app.settings.";

  private Settings() {}

  /** The rows that users see. */
  static Stream<Setting<?>> printed(ConfigDump.Keys keys) {
    return ALL.stream()
        .filter(
            setting ->
                switch (setting.facts().origin()) {
                  case POSTGREST -> true;
                  case PGEXT -> keys == ConfigDump.Keys.ALL;
                  case INTERNAL -> false;
                });
  }
}

package dev.pgext.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The configuration in force, as a file that gives the same configuration again.
 *
 * <p>The format is that of {@code postgrest --dump-config}: one line a setting, sorted.
 */
public final class ConfigDump {

  private ConfigDump() {}

  /** Which settings are printed. */
  public enum Keys {
    /** PostgREST's only, for tools that read its dump. */
    POSTGREST,
    /** Ours as well. */
    ALL
  }

  /** Lines of {@code key = value}. */
  public static String print(Config config, Keys keys) {
    List<String> lines = new ArrayList<>();
    Settings.printed(keys)
        .forEach(setting -> lines.add(setting.key() + " = " + setting.print(config)));
    config.appSettings().forEach((key, value) -> lines.add(key + " = " + Quoting.quote(value)));
    Collections.sort(lines);
    return String.join("\n", lines) + "\n";
  }
}

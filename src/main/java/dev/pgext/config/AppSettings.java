package dev.pgext.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The application's own settings, by full name, which reach SQL as {@code
 * current_setting('app.settings.name')}.
 */
final class AppSettings {

  /** The strongest last. */
  private static final List<String> VARIABLES =
      List.of("PGEXT_APP_SETTINGS_", "PGRST_APP_SETTINGS_");

  private AppSettings() {}

  static Map<String, String> of(ConfigSources sources, Map<String, ConfigValue> file) {
    Map<String, String> settings = new TreeMap<>();
    file.forEach((key, value) -> put(settings, key, value::text));
    for (String prefix : VARIABLES) {
      sources.environment().forEach((name, value) -> put(settings, key(prefix, name), () -> value));
    }
    sources.overrides().forEach((key, value) -> put(settings, key, () -> value));
    return settings;
  }

  static boolean isVariable(String name) {
    return VARIABLES.stream().anyMatch(name::startsWith);
  }

  private static String key(String prefix, String variable) {
    return variable.startsWith(prefix)
        ? Settings.APP_SETTINGS + variable.substring(prefix.length())
        : "";
  }

  private static void put(Map<String, String> settings, String key, Supplier<String> value) {
    if (key.startsWith(Settings.APP_SETTINGS)) {
      settings.put(key, value.get());
    }
  }
}

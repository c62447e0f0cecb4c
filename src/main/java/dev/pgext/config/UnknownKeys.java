package dev.pgext.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys and variables that look like settings and are none. */
final class UnknownKeys {

  private static final Set<String> KEYS =
      Settings.ALL.stream()
          .flatMap(setting -> setting.keys().stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> VARIABLES =
      Stream.concat(
              Settings.ALL.stream()
                  .flatMap(
                      setting ->
                          setting.keys().stream().flatMap(k -> setting.variables(k).stream())),
              Settings.OTHER_VARIABLES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private UnknownKeys() {}

  /** A sentence for each, sorted. */
  static List<String> in(Map<String, ConfigValue> file, ConfigSources sources) {
    Set<String> unknown = new TreeSet<>();
    Stream.concat(file.keySet().stream(), sources.overrides().keySet().stream())
        .filter(key -> !KEYS.contains(key) && !key.startsWith(Settings.APP_SETTINGS))
        .forEach(key -> unknown.add(sentence(key, KEYS)));
    sources.environment().keySet().stream()
        .filter(name -> name.startsWith("PGRST_") || name.startsWith("PGEXT_"))
        .filter(name -> !VARIABLES.contains(name) && !AppSettings.isVariable(name))
        .forEach(name -> unknown.add(sentence(name, VARIABLES)));
    return List.copyOf(unknown);
  }

  private static String sentence(String name, Set<String> known) {
    return "Unknown setting `"
        + name
        + "` is ignored."
        + NearestName.of(name, known).map(near -> " Did you mean `" + near + "`?").orElse("");
  }
}

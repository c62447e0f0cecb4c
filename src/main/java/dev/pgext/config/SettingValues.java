package dev.pgext.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the sources give them, in order of precedence; collects what is wrong. Confined
 * to one load.
 */
final class SettingValues {

  private final ConfigSources sources;
  private final Map<String, ConfigValue> file;
  private final @Nullable Config previous;
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> deprecations = new ArrayList<>();

  /**
   * @param previous what a reload replaces, and where settings that only a restart changes stay
   */
  SettingValues(ConfigSources sources, Map<String, ConfigValue> file, @Nullable Config previous) {
    this.sources = sources;
    this.file = file;
    this.previous = previous;
  }

  List<String> faults() {
    return faults;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> deprecations() {
    return deprecations;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  void warn(String warning) {
    warnings.add("WARNING: " + warning);
  }

  /** Says that something will stop working, and what takes its place. */
  void deprecate(String warning, String instead) {
    deprecations.add("WARNING: " + warning);
    deprecations.add(instead);
  }

  /** A setting that has a default. */
  <T> T get(Setting<T> setting) {
    return Objects.requireNonNull(find(setting), setting.key());
  }

  /** A setting that may be absent. */
  <T> @Nullable T find(Setting<T> setting) {
    if (previous != null && !setting.facts().reloadable()) {
      return setting.reader().apply(previous);
    }
    try {
      return Stream.concat(given(setting), platform(setting))
          .flatMap(value -> parsed(setting, value).stream())
          .findFirst()
          .orElse(setting.fallback());
    } catch (InvalidSettingException invalid) {
      fault(invalid.fault());
      return setting.fallback();
    }
  }

  private Stream<ConfigValue> given(Setting<?> setting) {
    return setting.keys().stream().flatMap(key -> raw(setting, key).stream());
  }

  private Stream<ConfigValue> platform(Setting<?> setting) {
    return setting.facts().platformVariables().stream()
        .flatMap(variable -> variable(variable).stream());
  }

  private <T> Optional<T> parsed(Setting<T> setting, ConfigValue value) {
    Optional<T> parsed = setting.type().parse(value);
    if (parsed.isEmpty() && !value.text().isEmpty()) {
      unusable(setting);
    }
    return parsed;
  }

  /** PostgREST takes the default without a word; its installations must still start. */
  private void unusable(Setting<?> setting) {
    String expectation = setting.key() + " should be of type " + setting.type().name();
    if (setting.facts().origin() == SettingFacts.Origin.PGEXT) {
      throw new InvalidSettingException(expectation);
    }
    warn(expectation + "; its value is ignored");
  }

  /** The strongest source's value, even when empty. */
  private Optional<ConfigValue> raw(Setting<?> setting, String key) {
    return text(sources.overrides().get(key))
        .or(() -> database(setting, key))
        .or(() -> variables(setting, key))
        .or(() -> Optional.ofNullable(file.get(key)));
  }

  private Optional<ConfigValue> database(Setting<?> setting, String key) {
    return setting.facts().inDatabase()
        ? text(sources.database().get(Setting.databaseName(key)))
        : Optional.empty();
  }

  private Optional<ConfigValue> variables(Setting<?> setting, String key) {
    return setting.variables(key).stream().flatMap(name -> variable(name).stream()).findFirst();
  }

  private Optional<ConfigValue> variable(String name) {
    return text(sources.environment().get(name));
  }

  private static Optional<ConfigValue> text(@Nullable String text) {
    return Optional.ofNullable(text).map(ConfigValue::of);
  }
}

package dev.pgext.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: everything there is to say about a setting.
 *
 * @param reader where a {@link Config} holds it
 * @param fallback the value of an installation that does not set it; null where there is none
 */
record Setting<T>(
    String key,
    SettingType<T> type,
    @Nullable T fallback,
    Function<Config, @Nullable T> reader,
    SettingFacts facts) {

  static <T> Setting<T> of(
      String key, SettingType<T> type, @Nullable T fallback, Function<Config, @Nullable T> reader) {
    return new Setting<>(key, type, fallback, reader, SettingFacts.NONE);
  }

  Setting<T> alias(String alias) {
    return with(facts.alias(alias));
  }

  /** A variable of the platform that gives the value when nothing else does. */
  Setting<T> platform(String variable) {
    return with(facts.platform(variable));
  }

  /** Only a restart changes it. */
  Setting<T> fixed() {
    return with(facts.fixed());
  }

  /** The database may set it, too. */
  Setting<T> inDatabase() {
    return with(facts.settableInDatabase());
  }

  Setting<T> origin(SettingFacts.Origin origin) {
    return with(facts.origin(origin));
  }

  /** What a user may write, where the default would not show it. */
  Setting<T> example(String example) {
    return with(facts.example(example));
  }

  Setting<T> says(String description) {
    return with(facts.description(description));
  }

  private Setting<T> with(SettingFacts changed) {
    return new Setting<>(key, type, fallback, reader, changed);
  }

  /** The key and its older names, in the order they are looked up. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    keys.add(key);
    keys.addAll(facts.aliases());
    return keys;
  }

  /** Environment variables that set it, the strongest first, the platform's left out. */
  List<String> variables() {
    return variables(key);
  }

  List<String> variables(String spelling) {
    String suffix = spelling.replace('-', '_').toUpperCase(Locale.ROOT);
    return facts.origin() == SettingFacts.Origin.PGEXT
        ? List.of("PGEXT_" + suffix)
        : List.of("PGRST_" + suffix, "PGEXT_" + suffix);
  }

  /** The name of the database setting, without its prefix. */
  static String databaseName(String spelling) {
    return spelling.replace('-', '_');
  }

  /** The value as a configuration file has it; an absent one is an empty string. */
  String print(Config config) {
    return printed(reader.apply(config));
  }

  String printedDefault() {
    return printed(fallback);
  }

  private String printed(@Nullable T value) {
    return value == null ? "\"\"" : type.print(value);
  }
}

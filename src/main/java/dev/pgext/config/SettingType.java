package dev.pgext.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting's values are: how they are read, and how they are written so that reading gives
 * the same again.
 *
 * @param name the type's name for users
 * @param parser empty when the value says nothing usable, so that the default applies
 * @param printer the value as a configuration file has it, quoted where it must be
 */
record SettingType<T>(
    String name, Function<ConfigValue, Optional<T>> parser, Function<T, String> printer) {

  Optional<T> parse(ConfigValue value) {
    return parser.apply(value);
  }

  String print(T value) {
    return printer.apply(value);
  }
}

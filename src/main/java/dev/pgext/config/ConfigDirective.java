package dev.pgext.config;

import java.util.List;

/** A statement of a configuration file. */
sealed interface ConfigDirective {

  /** {@code key = value}. */
  record Bind(String key, ConfigValue value) implements ConfigDirective {}

  /** <code>key { … }</code>: the keys within begin with it. */
  record Group(String key, List<ConfigDirective> directives) implements ConfigDirective {
    public Group {
      directives = List.copyOf(directives);
    }
  }

  /** {@code import "file"}. */
  record Import(String file) implements ConfigDirective {}

  /** {@code #; directive}: read, not applied. */
  record Ignored(ConfigDirective directive) implements ConfigDirective {}
}

package dev.pgext.config;

import java.util.List;

/**
 * A usable configuration, and what its user should hear about it.
 *
 * @param warnings complete log lines, in the order of the settings
 */
public record LoadedConfig(Config config, List<String> warnings) {
  public LoadedConfig {
    warnings = List.copyOf(warnings);
  }
}

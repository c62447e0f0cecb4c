package dev.pgext.config;

import java.util.List;

/**
 * A usable configuration, and what its user should hear about it.
 *
 * @param warnings complete log lines, in the order of the settings
 * @param deprecations complete log lines that PostgREST has, too, and repeats after each reload
 */
public record LoadedConfig(Config config, List<String> warnings, List<String> deprecations) {
  public LoadedConfig {
    warnings = List.copyOf(warnings);
    deprecations = List.copyOf(deprecations);
  }
}

package dev.pgext.config;

import java.util.ArrayList;
import java.util.List;

/** Reads all sources and yields a usable configuration, or every reason why there is none. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * Reads the sources anew; call it again with the same sources to reload.
   *
   * @throws ConfigException with every fault found
   */
  public static LoadedConfig load(ConfigSources sources) {
    ConfigFile file = new ConfigFile(sources.environment());
    if (sources.file() != null) {
      file.load(sources.directory().resolve(sources.file()));
    }
    SettingValues values = new SettingValues(sources, file.values());
    Config config =
        new ConfigAssembler(values, sources).assemble(AppSettings.of(sources, file.values()));
    UnknownKeys.in(file.values(), sources).forEach(values::warn);
    List<String> faults = new ArrayList<>(file.faults());
    faults.addAll(values.faults());
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new LoadedConfig(config, values.warnings());
  }
}

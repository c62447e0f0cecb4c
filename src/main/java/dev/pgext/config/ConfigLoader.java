package dev.pgext.config;

import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionSettingsException;
import dev.pgext.pg.connect.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all sources and yields a usable configuration, or every reason why there is none. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * A configuration and where it connects.
   *
   * @param realtimeConnection of {@code realtime-db-uri}; the same as the other where that is unset
   */
  public record Connected(
      LoadedConfig loaded, ConnectionTarget connection, ConnectionTarget realtimeConnection) {}

  /**
   * Reads the sources.
   *
   * <p>{@code db-uri} is not understood here, only in {@link #loadToConnect}: a dump shows whatever
   * it is.
   *
   * @throws ConfigException with every fault found
   */
  public static LoadedConfig load(ConfigSources sources) {
    return usable(attempt(sources, null));
  }

  /**
   * Reads the sources again; what only a restart changes stays as it was.
   *
   * @throws ConfigException with every fault found; the previous configuration stays good
   */
  public static LoadedConfig reload(Config previous, ConfigSources sources) {
    return usable(attempt(sources, previous));
  }

  private static LoadedConfig usable(Attempt attempt) {
    if (!attempt.faults().isEmpty()) {
      throw new ConfigException(attempt.faults(), attempt.loaded().warnings());
    }
    return attempt.loaded();
  }

  /**
   * Reads the sources, and {@code db-uri} and {@code realtime-db-uri} with what the environment
   * says of connections.
   *
   * @throws ConfigException with every fault found in any
   */
  public static Connected loadToConnect(ConfigSources sources) {
    Attempt attempt = attempt(sources, null);
    List<String> faults = new ArrayList<>(attempt.faults());
    Config config = attempt.loaded().config();
    ConnectionEnvironment environment = ConnectionEnvironment.ofProcess(sources.environment());
    ConnectionTarget target =
        target(DatabaseRows.DB_URI, config.database().uri(), environment, faults);
    String uri = config.realtime().source().uri();
    ConnectionTarget realtime =
        uri == null ? target : target(RealtimeRows.DB_URI, uri, environment, faults);
    if (target == null || realtime == null || !faults.isEmpty()) {
      throw new ConfigException(faults, attempt.loaded().warnings());
    }
    return new Connected(attempt.loaded(), target, realtime);
  }

  private static @Nullable ConnectionTarget target(
      Setting<String> setting, String uri, ConnectionEnvironment environment, List<String> faults) {
    try {
      return ConnectionTarget.parse(uri, environment);
    } catch (ConnectionSettingsException unusable) {
      unusable.faults().forEach(fault -> faults.add(setting.key() + ": " + fault));
      return null;
    }
  }

  /** What was read, usable only without faults. */
  private record Attempt(LoadedConfig loaded, List<String> faults) {}

  private static Attempt attempt(ConfigSources sources, @Nullable Config previous) {
    ConfigFile file = new ConfigFile(sources.environment());
    if (sources.file() != null) {
      file.load(sources.directory().resolve(sources.file()));
    }
    SettingValues values = new SettingValues(sources, file.values(), previous);
    Config config =
        new ConfigAssembler(values, sources).assemble(AppSettings.of(sources, file.values()));
    UnknownKeys.in(file.values(), sources).forEach(values::warn);
    List<String> faults = new ArrayList<>(file.faults());
    faults.addAll(values.faults());
    return new Attempt(new LoadedConfig(config, values.warnings(), values.deprecations()), faults);
  }
}

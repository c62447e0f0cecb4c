package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which project, and where its settings come from. */
final class SettingsOptions {
  private static final String CONFIGURATION = "postgrest.conf";

  @Mixin private FolderOption folder = new FolderOption();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file (default: the project's postgrest.conf).")
  private @Nullable Path file;

  Path directory() {
    return folder.path();
  }

  /** Where the project's settings come from, and some that are stronger. */
  ConfigSources sources(Map<String, String> stronger) {
    Path usual = directory().resolve(CONFIGURATION);
    return ConfigSources.of(System.getenv(), directory(), System.in)
        .withFile(file == null && Files.isRegularFile(usual) ? usual : file)
        .withOverrides(stronger)
        .withDotEnv();
  }

  /**
   * The settings.
   *
   * @throws dev.pgext.config.ConfigException with every fault found
   */
  Config config() {
    return ConfigLoader.load(sources(Map.of())).config();
  }
}

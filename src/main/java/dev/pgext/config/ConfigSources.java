package dev.pgext.config;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, the strongest first: command line, database, environment, file, and
 * last the platform's variables such as {@code DATABASE_URL}.
 *
 * @param overrides settings of the command line by key
 * @param database settings of the database by name, {@code db_schemas}; see {@link
 *     DatabaseSettings}
 * @param environment the process's variables
 * @param file a file in {@code postgrest.conf} syntax
 * @param directory what relative paths start from
 * @param standardInput what {@code @/dev/stdin} reads, once for all loads
 */
public record ConfigSources(
    Map<String, String> overrides,
    Map<String, String> database,
    Map<String, String> environment,
    @Nullable Path file,
    Path directory,
    StandardInput standardInput) {

  public ConfigSources {
    overrides = Map.copyOf(overrides);
    database = Map.copyOf(database);
    environment = Map.copyOf(environment);
  }

  /** A process's surroundings; nothing is read yet. */
  public static ConfigSources of(
      Map<String, String> environment, Path directory, InputStream standardInput) {
    return new ConfigSources(
        Map.of(), Map.of(), environment, null, directory, new StandardInput(standardInput));
  }

  /** Nothing but some settings by key: for tests and defaults. */
  public static ConfigSources ofOverrides(Map<String, String> overrides) {
    return of(Map.of(), Path.of(""), InputStream.nullInputStream()).withOverrides(overrides);
  }

  /** The same with a configuration file. */
  public ConfigSources withFile(@Nullable Path changed) {
    return new ConfigSources(overrides, database, environment, changed, directory, standardInput);
  }

  /** The same with settings of the command line. */
  public ConfigSources withOverrides(Map<String, String> changed) {
    return new ConfigSources(changed, database, environment, file, directory, standardInput);
  }

  /** The same with settings read from the database. */
  public ConfigSources withDatabase(Map<String, String> changed) {
    return new ConfigSources(overrides, changed, environment, file, directory, standardInput);
  }

  /**
   * The same with the variables of {@code .env} in the directory, where the environment has none.
   */
  public ConfigSources withDotEnv() {
    return new ConfigSources(
        overrides, database, DotEnv.under(environment, directory), file, directory, standardInput);
  }
}

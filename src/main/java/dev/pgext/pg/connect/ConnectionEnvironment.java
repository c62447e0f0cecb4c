package dev.pgext.pg.connect;

import java.nio.file.Path;
import java.util.Map;

/**
 * What of its surroundings decides where a process connects.
 *
 * @param variables the process's environment, of which the {@code PG*} matter
 * @param home where {@code .pgpass} and {@code .postgresql} are
 * @param user the operating system's user
 */
public record ConnectionEnvironment(Map<String, String> variables, Path home, String user) {

  public ConnectionEnvironment {
    variables = Map.copyOf(variables);
  }

  /** This process's, with the variables given. */
  public static ConnectionEnvironment ofProcess(Map<String, String> variables) {
    return new ConnectionEnvironment(
        variables,
        Path.of(System.getProperty("user.home", "")),
        System.getProperty("user.name", ""));
  }
}

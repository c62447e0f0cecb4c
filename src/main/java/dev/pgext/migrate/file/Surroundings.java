package dev.pgext.migrate.file;

import java.util.Map;

/**
 * What files may refer to.
 *
 * @param environment the process's variables
 * @param placeholders values of {@code ${…}} in files of Flyway's format
 */
public record Surroundings(Map<String, String> environment, Map<String, String> placeholders) {
  public static final Surroundings NONE = new Surroundings(Map.of(), Map.of());

  public Surroundings {
    environment = Map.copyOf(environment);
    placeholders = Map.copyOf(placeholders);
  }
}

package dev.pgext.project.dev;

import dev.pgext.project.functions.FunctionSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What a file of a project belongs to; in the order in which they are applied. */
enum Part {
  MIGRATIONS,
  FUNCTIONS,
  SEED,
  PAGES,
  SETTINGS;

  private static final Set<Path> SETTINGS_FILES =
      Set.of(Path.of("postgrest.conf"), Path.of(".env"));
  private static final Set<String> LEFT_BY_EDITORS = Set.of("4913");

  /** Empty where it is of no interest. */
  static Optional<Part> of(Path file) {
    if (SETTINGS_FILES.contains(file)) {
      return Optional.of(SETTINGS);
    }
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(".") || name.endsWith("~") || LEFT_BY_EDITORS.contains(name)) {
      return Optional.empty();
    }
    boolean below = file.getNameCount() > 1;
    return Optional.ofNullable(
        switch (file.getName(0).toString()) {
          case "schema.sql" -> MIGRATIONS;
          case "migrations" -> MIGRATIONS;
          case "functions" -> !below || FunctionSet.counts(file) ? FUNCTIONS : null;
          case "seed.sql" -> SEED;
          case "frontend" -> below ? PAGES : null;
          default -> null;
        });
  }
}

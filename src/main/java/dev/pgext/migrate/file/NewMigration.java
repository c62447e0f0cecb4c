package dev.pgext.migrate.file;

import dev.pgext.pg.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes an empty migration, named as the folder's others are. */
public final class NewMigration {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final int LONGEST_COUNTER = 9;

  private static final String CONTENT =
      """
      -- migrate:up


      -- migrate:down

      """;

  private NewMigration() {}

  /**
   * Writes the file.
   *
   * @throws MigrationFileException where the name is of no use or the file cannot be written
   */
  public static Path write(ProjectFolder folder, String name, Instant now) {
    String slug =
        name.strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "_")
            .replaceAll("^_|_$", "");
    if (slug.isEmpty()) {
      throw new MigrationFileException(
          List.of(
              "\"" + name + "\" is no name for a migration: say what it does, as add_due_date"));
    }
    try {
      Files.createDirectories(folder.migrations());
      return create(folder.migrations().resolve(prefix(folder, now) + slug + ".sql"));
    } catch (IOException e) {
      throw new MigrationFileException(
          List.of("cannot write to %s: %s".formatted(folder.migrations(), FileFault.text(e))));
    }
  }

  /** On a full disk a file is made, but nothing is in it. */
  private static Path create(Path file) throws IOException {
    Files.createFile(file);
    try {
      return Files.writeString(file, CONTENT);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static String prefix(ProjectFolder folder, Instant now) throws IOException {
    List<FileName> names = names(folder);
    Instant free = now;
    while (taken(names, Version.parse(TIMESTAMP.format(free)))) {
      free = free.plusSeconds(1);
    }
    List<Version> flyway =
        names.stream()
            .filter(name -> name.prefix() == 'V')
            .map(name -> Version.parse(name.version()))
            .sorted()
            .toList();
    if (flyway.isEmpty()) {
      return TIMESTAMP.format(free) + "_";
    }
    String last = flyway.getLast().parts().get(0).toString();
    return last.length() > LONGEST_COUNTER
        ? "V" + TIMESTAMP.format(free) + "__"
        : "V" + (Long.parseLong(last) + 1) + "__";
  }

  private static boolean taken(List<FileName> names, Version version) {
    return names.stream()
        .anyMatch(
            name -> !name.version().isEmpty() && Version.parse(name.version()).equals(version));
  }

  private static List<FileName> names(ProjectFolder folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.migrations())) {
      return files.flatMap(file -> FileName.parse(file.getFileName().toString()).stream()).toList();
    }
  }
}

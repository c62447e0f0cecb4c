package dev.pgext.migrate.file;

import java.nio.file.Path;

/** Where a project keeps what a database is made of. */
public record ProjectFolder(Path directory) {

  public Path schema() {
    return directory.resolve(SchemaFile.NAME);
  }

  public Path migrations() {
    return directory.resolve("migrations");
  }

  public Path seed() {
    return directory.resolve("seed.sql");
  }

  /** A file as a user would open it from the project's folder. */
  public String named(Path file) {
    return directory.relativize(file).toString().replace('\\', '/');
  }
}

package dev.pgext.migrate.file;

import java.util.List;

/** Files that are no migrations, and everything that is wrong with them. */
public final class MigrationFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MigrationFileException(List<String> faults) {
    super(String.join("\n", faults), null, false, false);
  }
}

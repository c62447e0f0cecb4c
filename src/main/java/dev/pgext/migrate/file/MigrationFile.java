package dev.pgext.migrate.file;

import org.jspecify.annotations.Nullable;

/**
 * A migration as it is on disk.
 *
 * @param version null of schema.sql and of a repeatable one
 * @param script its path below the folder of migrations, with slashes
 * @param down null where there is no way back
 */
public record MigrationFile(
    Kind kind,
    @Nullable Version version,
    String description,
    String script,
    int checksum,
    Section up,
    @Nullable Section down) {

  /** In the order in which they run. */
  public enum Kind {
    SCHEMA,
    /** Stands for all versions up to its own in an empty database. */
    BASELINE,
    VERSIONED,
    /** Runs again whenever it changed. */
    REPEATABLE
  }

  /** What a history knows it by. */
  public String identity() {
    return switch (kind) {
      case SCHEMA -> SchemaFile.NAME;
      case BASELINE -> "B" + version;
      case VERSIONED -> "V" + version;
      case REPEATABLE -> "R " + description;
    };
  }

  /** The file as a user would open it. */
  public String path() {
    return up.source().name();
  }

  MigrationFile withDown(Section undo) {
    return new MigrationFile(kind, version, description, script, checksum, up, undo);
  }
}

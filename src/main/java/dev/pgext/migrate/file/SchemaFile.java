package dev.pgext.migrate.file;

/** schema.sql, with which a project begins. */
public final class SchemaFile {
  public static final String NAME = "schema.sql";

  private SchemaFile() {}
}

package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.TEXT;

import java.util.List;

/** Rows of the table: the project's migrations. */
final class MigrationRows {

  static final Setting<Boolean> AUTO_MIGRATE =
      Setting.of("auto-migrate", BOOLEAN, false, c -> c.migrations().auto())
          .fixed()
          .origin(PGEXT)
          .says("Apply the project's migrations before serving: schema.sql, then migrations/.");

  static final Setting<String> MIGRATE_DB_URI =
      Setting.<String>of("migrate-db-uri", TEXT, null, c -> c.migrations().uri())
          .fixed()
          .origin(PGEXT)
          .example("\"postgres://owner@localhost/shop\"")
          .says(
              "The connection that migrations use, whose role owns the tables; db-uri when unset. @file"
                  + " reads it from a file.");

  /** The rows, in order. */
  static final List<Setting<?>> ALL = List.of(AUTO_MIGRATE, MIGRATE_DB_URI);

  private MigrationRows() {}
}

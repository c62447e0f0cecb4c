package dev.pgext.migrate;

import dev.pgext.config.Config;
import dev.pgext.pg.connect.ConnectionTarget;

/**
 * The database that is migrated.
 *
 * @param settings how connections are opened, and the channel that asks for reloads
 */
public record MigrationTarget(ConnectionTarget connection, Config.Database settings) {

  /** The same server's other database. */
  MigrationTarget withDatabase(String name) {
    return new MigrationTarget(connection.withDatabase(name), settings);
  }
}

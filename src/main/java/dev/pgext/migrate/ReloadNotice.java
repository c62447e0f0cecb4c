package dev.pgext.migrate;

import java.sql.SQLException;

/**
 * Tells the servers to read the schema anew when the transaction is committed.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/schema_cache.html#schema-cache-reloading">PostgREST:
 *     schema cache reloading</a>
 */
public final class ReloadNotice {
  private ReloadNotice() {}

  /** Adds it to the session's transaction, where the target's settings have a channel. */
  public static void send(Session session, MigrationTarget target) throws SQLException {
    if (target.settings().channel().enabled()) {
      session.query(
          row -> 0,
          "SELECT pg_catalog.pg_notify(?, 'reload schema')",
          target.settings().channel().name());
    }
  }
}

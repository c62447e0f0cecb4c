package dev.pgext.project.release;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.realtime.install.Finding;
import dev.pgext.realtime.install.Installer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes sure that a database has the tables for releases, and that the role may write to them. */
final class StoreInstallation {
  private static final String WRITABLE =
      """
      SELECT has_table_privilege('pgext.release', 'INSERT'),
             pg_catalog.pg_get_userbyid(nspowner), quote_ident(pg_catalog.pg_get_userbyid(nspowner)),
             current_user, quote_ident(current_user)
      FROM pg_catalog.pg_namespace WHERE nspname = 'pgext'
      """;

  private StoreInstallation() {}

  /**
   * Installs what is missing.
   *
   * @param connection in autocommit mode
   * @throws MigrationException where that cannot be, with what to do
   */
  static void run(Connection connection) throws SQLException {
    for (Finding finding : new Installer().installBase(connection).findings()) {
      switch (finding) {
        case Finding.Installed installed -> {}
        case Finding.Current current -> {}
        case Finding.Newer newer -> {}
        case Finding.Foreign foreign ->
            throw refused(
                "the schema pgext belongs to role %s and was not made by pgext, so a release has no place"
                    .formatted(foreign.owner()),
                "rename that schema");
        case Finding.Forbidden forbidden ->
            throw refused(
                "schema pgext keeps releases, but " + forbidden.reason(),
                "%s runs: %s".formatted(forbidden.by(), forbidden.statement()));
        case Finding.Failed failed ->
            throw new MigrationException(
                Reason.STATEMENT, "schema pgext cannot be installed: " + failed.reason());
      }
    }
    requireWritable(connection);
  }

  private static void requireWritable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(WRITABLE)) {
      if (rows.next() && !rows.getBoolean(1)) {
        throw refused(
            "schema pgext belongs to role %s, and %s may not write to it"
                .formatted(rows.getString(2), rows.getString(4)),
            "deploy as that role, or a superuser runs: GRANT %s TO %s;"
                .formatted(rows.getString(3), rows.getString(5)));
      }
    }
  }

  private static MigrationException refused(String what, String hint) {
    return new MigrationException(Reason.STATEMENT, what + ".\n  hint: " + hint);
  }
}

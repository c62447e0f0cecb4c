package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.exec.Connector;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.install.Installer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What pgext has in a database is there before the project's own SQL, which uses it: {@code
 * pgext.watch}, {@code pgext.jwt}. Where it cannot be installed nothing is said: the statement that
 * misses it says so, and {@code serve} tells the reason.
 */
final class OwnSchemas {
  private OwnSchemas() {}

  /**
   * Installs or upgrades it as the role that migrates, which owns it then; the server's role is
   * allowed what it needs.
   */
  static void install(MigrationTarget target, Config config, Launch launch) {
    Config.Realtime realtime = config.realtime();
    if (!SqlInstallation.wanted(Program.PGEXT, realtime)) {
      return;
    }
    ConnectionTarget owner = target.connection();
    String server = user(config.database().uri(), launch);
    String reader = realtime.source().uri() == null ? null : user(realtime.source().uri(), launch);
    try (Connection connection = new Connector(owner.toPrimary(), target.settings()).open()) {
      new Installer().install(connection, realtime.source().publication(), reader);
      if (!server.equals(owner.user())) {
        allow(connection, server);
      }
    } catch (SQLException | ApiException unreachable) {
      return; // Who comes next finds the same, and has the words for it.
    }
  }

  private static String user(@Nullable String uri, Launch launch) {
    return ConnectionTarget.parse(String.valueOf(uri), launch.connectionEnvironment()).user();
  }

  private static void allow(Connection connection, String server) throws SQLException {
    try (PreparedStatement grant =
        connection.prepareStatement("SELECT pgext.allow_server(quote_ident(?)::regrole)")) {
      grant.setString(1, server);
      grant.execute();
    }
  }
}

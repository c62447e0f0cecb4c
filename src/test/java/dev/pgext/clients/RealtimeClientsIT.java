package dev.pgext.clients;

import dev.pgext.pg.TestDatabase;
import dev.pgext.realtime.install.Installer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Supabase's realtime client from npm, unmodified, against the built jar: postgres_changes,
 * broadcasts, presence, private channels, renewed tokens and sessions that resume.
 */
class RealtimeClientsIT {
  @Test
  void supabasesRealtimeClientConnectsUnmodified(@TempDir Path directory)
      throws IOException, InterruptedException, SQLException {
    ClientTests tests = ClientTests.installed();
    TestDatabase database = database();

    try (ServedJar served =
        ServedJar.start(directory, database, settings(database)).awaitRealtime()) {
      tests.run(served, name -> name.startsWith("realtime-"));
    }
  }

  private static TestDatabase database() throws IOException, SQLException {
    TestDatabase database = ClientTests.database();
    ClientTests.execute(database, "schema.sql");
    try (Connection connection = database.connect()) {
      new Installer().install(connection, "pgext");
    }
    ClientTests.execute(database, "realtime.sql");
    return database;
  }

  private static String settings(TestDatabase database) {
    return """
        db-schemas = "public"
        db-anon-role = "clients_anonymous"
        jwt-secret = "%s"
        realtime-enabled = true
        realtime-db-uri = "%s"
        realtime-slot = "clients_%s"
        """
        .formatted(ClientTests.SECRET, database.uri(), database.name());
  }
}

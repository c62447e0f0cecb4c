package dev.pgext.clients;

import dev.pgext.pg.TestDatabase;
import dev.pgext.realtime.install.Installer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pgext's own client, as the built jar serves it, on Node and in Chromium. */
class PgextClientIT {
  @Test
  void pagesFollowTheDatabaseAndEachOther(@TempDir Path directory)
      throws IOException, InterruptedException, SQLException {
    ClientTests tests = ClientTests.installed();
    TestDatabase database = database();

    try (ServedJar served =
        ServedJar.start(directory, database, settings(database)).awaitRealtime()) {
      tests.run(served, name -> name.startsWith("live-"));
    }
  }

  private static TestDatabase database() throws IOException, SQLException {
    TestDatabase database = ClientTests.database();
    try (Connection connection = database.connect()) {
      new Installer().install(connection, "pgext");
    }
    ClientTests.execute(database, "live.sql");
    return database;
  }

  private static String settings(TestDatabase database) {
    return """
        db-anon-role = "clients_anonymous"
        jwt-secret = "%s"
        realtime-db-uri = "%s"
        realtime-slot = "live_%s"
        """
        .formatted(ClientTests.SECRET, database.uri(), database.name());
  }
}

package dev.pgext.clients;

import dev.pgext.pg.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Supabase's clients from npm, unmodified, against the built jar: the tests are those of {@code
 * src/test/clients}, run by Node's own test runner.
 */
class ClientsIT {
  private static final String SETTINGS =
      """
      db-schemas = "public, archive"
      db-anon-role = "clients_anonymous"
      db-plan-enabled = true
      db-aggregates-enabled = true
      db-tx-end = "commit-allow-override"
      jwt-secret = "%s"
      """
          .formatted(ClientTests.SECRET);

  @Test
  void supabasesClientsFindWhatPostgrestGivesThem(@TempDir Path directory)
      throws IOException, InterruptedException {
    ClientTests tests = ClientTests.installed();
    TestDatabase database = ClientTests.database();
    ClientTests.execute(database, "schema.sql");

    try (ServedJar served = ServedJar.start(directory, database, SETTINGS)) {
      tests.run(
          served,
          name ->
              !name.startsWith("realtime-")
                  && !name.startsWith("live-")
                  && !name.startsWith("todo-"));
    }
  }
}

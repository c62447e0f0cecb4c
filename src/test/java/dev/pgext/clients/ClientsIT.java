package dev.pgext.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pgext.clients.NodeProject.Outcome;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Supabase's clients from npm, unmodified, against the built jar: the tests are those of {@code
 * src/test/clients}, run by Node's own test runner.
 */
class ClientsIT {
  private static final Path SOURCE = Path.of("src/test/clients");
  private static final Path COPY = Path.of("target/clients");
  private static final String SECRET = "the-secret-of-the-client-tests-0123456789";
  private static final String SETTINGS =
      """
      db-schemas = "public, archive"
      db-anon-role = "clients_anonymous"
      db-plan-enabled = true
      db-aggregates-enabled = true
      db-tx-end = "commit-allow-override"
      jwt-secret = "%s"
      """
          .formatted(SECRET);

  @Test
  void supabasesClientsFindWhatPostgrestGivesThem(@TempDir Path directory)
      throws IOException, InterruptedException {
    assumeThat(System.getenv("PGEXT_SKIP_NODE")).isNotEqualTo("1");
    NodeProject project = NodeProject.copy(SOURCE, COPY);
    Outcome installed = project.install();
    assertThat(installed.status()).as("npm ci:\n%s", installed.output()).isZero();
    TestDatabase database = TestPostgres.pg18().createDatabase();
    database.execute(Files.readString(SOURCE.resolve("schema.sql")));

    try (ServedJar served = ServedJar.start(directory, database, SETTINGS)) {
      Outcome tested = project.test(Map.of("PGEXT_URL", served.url(), "PGEXT_JWT_SECRET", SECRET));
      assertThat(tested.status())
          .as("node --test:\n%s\nserver:\n%s", tested.output(), served.log())
          .isZero();
    }
  }
}

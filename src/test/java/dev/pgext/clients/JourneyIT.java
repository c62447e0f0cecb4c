package dev.pgext.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pgext.clients.NodeProject.Outcome;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an empty folder to a rollback in production: the built jar's commands, in the order in which
 * somebody needs them, with two windows of Chromium open all the time.
 */
class JourneyIT {
  private static final Path SOURCE = Path.of("src/test/clients");
  private static final Path COPY = Path.of("target/clients");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  @Test
  void initDevEditMigrateDeployAndBack(@TempDir Path directory)
      throws IOException, InterruptedException {
    assumeThat(System.getenv("PGEXT_SKIP_NODE")).isNotEqualTo("1");
    NodeProject tests = NodeProject.copy(SOURCE, COPY);
    Outcome installed = tests.install();
    assertThat(installed.status()).as("npm ci:\n%s", installed.output()).isZero();

    Outcome outcome = tests.test(environment(directory), "journey-browser.js");

    assertThat(outcome.status()).as("node --test:\n%s", outcome.output()).isZero();
  }

  private static Map<String, String> environment(Path directory) throws IOException {
    TestDatabase production = TestPostgres.pg18().createDatabase();
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "JOURNEY_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    environment.put(
        "JOURNEY_JAR", Path.of(System.getProperty("pgext.jar")).toAbsolutePath().toString());
    environment.put("JOURNEY_FOLDER", directory.toRealPath().toString());
    environment.put("JOURNEY_SCREENSHOTS", SCREENSHOTS.toAbsolutePath().toString());
    environment.put("JOURNEY_PRODUCTION", production.uri());
    environment.put("JOURNEY_SLOT", "journey_" + production.name());
    environment.put(
        "JOURNEY_PORTS", TestPorts.next() + "," + TestPorts.next() + "," + TestPorts.next());
    return environment;
  }
}

package dev.pgext.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pgext.clients.NodeProject.Outcome;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The tests that are written in JavaScript, src/test/clients, and the databases that they need. */
final class ClientTests {
  static final String SECRET = "the-secret-of-the-client-tests-0123456789";

  private static final Path SOURCE = Path.of("src/test/clients");
  private static final Path COPY = Path.of("target/clients");

  private final NodeProject project;

  private ClientTests(NodeProject project) {
    this.project = project;
  }

  /** Installs what they need from the npm registry. */
  static ClientTests installed() throws InterruptedException {
    assumeThat(System.getenv("PGEXT_SKIP_NODE")).isNotEqualTo("1");
    NodeProject project = NodeProject.copy(SOURCE, COPY);
    Outcome outcome = project.install();
    assertThat(outcome.status()).as("npm ci:\n%s", outcome.output()).isZero();
    return new ClientTests(project);
  }

  /** A database with the roles of these tests. */
  static TestDatabase database() {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    execute(database, "roles.sql");
    return database;
  }

  /** Runs a script of theirs. */
  static void execute(TestDatabase database, String script) {
    try {
      database.execute(Files.readString(SOURCE.resolve(script)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs the files that are wanted, and fails where one of them does. */
  void run(ServedJar served, Predicate<String> files) throws InterruptedException {
    run(served, Map.of(), files);
  }

  /** Runs the files that are wanted with these variables, and fails where one of them does. */
  void run(ServedJar served, Map<String, String> variables, Predicate<String> files)
      throws InterruptedException {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PGEXT_URL", served.url());
    environment.put("PGEXT_JWT_SECRET", SECRET);
    Outcome outcome = project.test(environment, files);
    assertThat(outcome.status())
        .as("node --test:\n%s\nserver:\n%s", outcome.output(), served.log())
        .isZero();
  }
}

package dev.pgext.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new project as the built jar makes, deploys and serves it, used by people in Chromium. */
class TodoIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  /** A role that may do nothing but become those of requests, as docs/security.md has it. */
  private static final String SERVER =
      """
      GRANT web_anon, app_user TO clients_login;
      SELECT pgext.allow_server('clients_login');
      """;

  @Test
  void aNewProjectIsAnApplication(@TempDir Path directory)
      throws IOException, InterruptedException {
    ClientTests tests = ClientTests.installed();
    TestDatabase database = ClientTests.database();
    pgext(directory, "init", "todo");
    Path project = directory.resolve("todo");
    pgext(project, "deploy", "--yes", "--url", database.uri());
    database.execute(SERVER);

    try (ServedJar served = ServedJar.start(directory, database, settings(project, database))) {
      tests.run(
          served,
          Map.of("PGEXT_SCREENSHOTS", SCREENSHOTS.toAbsolutePath().toString()),
          name -> name.startsWith("todo-"));
    }
  }

  private static void pgext(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", System.getProperty("pgext.jar")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static String settings(Path project, TestDatabase database) throws IOException {
    String secret =
        Files.readString(project.resolve(".env"))
            .lines()
            .filter(line -> line.startsWith("PGEXT_JWT_SECRET="))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .findFirst()
            .orElseThrow();
    return Files.readString(project.resolve("postgrest.conf"))
        + """
        jwt-secret = "%s"
        realtime-db-uri = "%s"
        realtime-slot = "todo_%s"
        """
            .formatted(secret, database.uri(), database.name());
  }
}

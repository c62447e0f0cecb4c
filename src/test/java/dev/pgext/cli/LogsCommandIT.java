package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code logs} of a server in a project's folder, and through its admin port. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LogsCommandIT {
  private static final String TOKEN = "a-token-of-16-characters";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path project;

  @Test
  @Timeout(120)
  void aServersLogIsReadHereAndThere() throws Exception {
    Files.writeString(project.resolve("schema.sql"), "SELECT 1;");
    try (App app = started();
        HttpClient client = HttpClient.newHttpClient()) {
      String api = "http://127.0.0.1:" + app.port();
      String admin = "http://127.0.0.1:" + app.adminPort();
      assertThat(status(client, api + "/nothing?secret=eq.geheim")).isEqualTo(404);
      awaitLine("GET /nothing?secret=eq.…");
      assertThat(run("logs", "--level", "info").text()).contains("API server listening");
      assertThat(run("logs", "--level", "warn").text())
          .contains("/nothing")
          .doesNotContain("API server listening");
      assertThat(run("logs", "--json", "--grep", "nothing", "-n", "1").text())
          .contains("\"component\":\"api\"");
      CommandRun remote = run("logs", "--url", admin, "--token", TOKEN, "--component", "api");
      assertThat(remote.text()).contains("GET /nothing?secret=eq.… 404").doesNotContain("geheim");
      assertThat(run("logs", "--url", admin, "--token", "other").text())
          .contains("refuses the token");
      assertThat(run("logs", "--url", api, "--token", TOKEN).status()).as("not admin").isEqualTo(2);
      assertThat(status(client, admin + "/logs")).isEqualTo(401);
      follows(client, api, admin);
    }
    assertThat(run("logs", "--url", "http://127.0.0.1:1").status()).isEqualTo(2);
  }

  private static void follows(HttpClient client, String api, String admin) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(admin + "/logs?follow=true&grep=later"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    HttpResponse<InputStream> stream = client.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(status(client, api + "/later")).isEqualTo(404);
      String line = lines.readLine();
      while (line != null && line.isEmpty()) {
        line = lines.readLine();
      }
      assertThat(line).contains("GET /later 404");
    }
  }

  @Test
  void faultsSayWhatToDo() throws Exception {
    assertThat(run("logs"))
        .satisfies(ran -> assertThat(ran.text()).contains("is no project", "--dir"))
        .extracting(CommandRun::status)
        .isEqualTo(1);
    Files.createDirectories(project.resolve(".pgext"));
    assertThat(run("logs").text()).contains("No such lines");
    assertThat(run("logs", "--since", "soon").text()).contains("write 30s, 10m");
    assertThat(run("logs", "--url", "127.0.0.1:3001").text()).contains("write http://host:port");
    assertThat(run("logs", "-n", "-5").text()).contains("--lines -5: write 0 or more");
    assertThat(run("logs", "--level", "loud").text()).contains("write crit, error");
    assertThat(run("logs", "--component", "x").status()).isEqualTo(1);
    assertThat(run("logs", "--grep", "(").text()).contains("--grep: ");
    assertThat(run("logs", "--url", "nowhere").text()).contains("write http://host:port");
  }

  private void awaitLine(String text) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!run("logs").text().contains(text)) {
      assertThat(System.nanoTime()).as("a line with " + text).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static int status(HttpClient client, String address) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(project, arguments);
  }

  private App started() throws Exception {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    Map<String, String> settings =
        Map.of(
            "db-uri", database.uri(),
            "db-anon-role", "postgres",
            "server-host", "127.0.0.1",
            "server-port", "0",
            "admin-server-port", "0",
            "admin-logs-token", TOKEN,
            "log-level", "info",
            "realtime-enabled", "false");
    Launch launch =
        new Launch(
            ConfigSources.of(Map.of(), project, InputStream.nullInputStream())
                .withOverrides(settings));
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    App app =
        new App(
            Program.PGEXT,
            launch,
            loaded,
            ConnectionTarget.parse(database.uri(), launch.connectionEnvironment()));
    app.start();
    return app;
  }
}

package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.DemoProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every example of README.md, in its order: what a reader types gives what a reader sees. */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final String ADDRESS = "http://localhost:3000";
  private static final Map<String, String> ANYWHERE =
      Map.of("server-host", "127.0.0.1", "server-port", "0");

  private static final List<Block> BLOCKS = new ArrayList<>();
  private static EmbeddedPostgres postgres;

  /** A fenced block of the page. */
  private record Block(String language, String text) {
    boolean isSession() {
      return text.startsWith("$ ");
    }

    String command() {
      return text.lines().findFirst().orElseThrow().substring(2);
    }

    List<String> output() {
      return text.lines().skip(1).map(String::strip).toList();
    }
  }

  @BeforeAll
  static void read() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (block.find()) {
      BLOCKS.add(new Block(block.group(1), block.group(2)));
    }
    postgres =
        EmbeddedPostgres.start(
            EmbeddedPostgresSettings.discarded(Files.createTempDirectory("pgext-readme"), 18));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  /** Variables that a command keeps are there for the following ones, as in a reader's shell. */
  @Test
  void theTourOfTheDemo() throws Exception {
    List<Block> sessions = BLOCKS.stream().filter(Block::isSession).toList();
    assertThat(sessions).hasSizeGreaterThan(4);
    Path project = Files.createTempDirectory("pgext-readme").resolve("project");
    Map<String, String> settings = new HashMap<>(new DemoProject(postgres, project).prepare());
    settings.putAll(ANYWHERE);
    try (App app = started(DemoCommand.launch(project, settings))) {
      StringBuilder kept = new StringBuilder();
      for (Block session : sessions) {
        String command = session.command().replace(ADDRESS, address(app));
        if (command.matches("[A-Z]+=.*")) {
          kept.append(command).append('\n');
        } else {
          List<String> printed = run(kept + command);
          assertThat(printed).as(command).containsSubsequence(session.output());
        }
      }
      assertThat(run("curl -s " + address(app))).first().isEqualTo("<!doctype html>");
    }
  }

  @Test
  void theMinimalSetup() throws Exception {
    execute("postgres", "CREATE DATABASE app");
    execute("app", "CREATE SCHEMA api; CREATE TABLE api.tasks (id int PRIMARY KEY, title text)");
    execute("app", text("sql"));
    Map<String, String> settings = new HashMap<>();
    Pattern.compile("(?m)^(\\S+) = \"(.*)\"$")
        .matcher(configuration())
        .results()
        .forEach(line -> settings.put(line.group(1), line.group(2)));
    assertThat(settings).containsOnlyKeys("db-uri", "db-schemas", "db-anon-role");
    settings.computeIfPresent(
        "db-uri", (key, uri) -> uri.replace("@localhost/", "@localhost:" + postgres.port() + "/"));
    settings.putAll(ANYWHERE);
    try (App app = started(new Launch(ConfigSources.ofOverrides(settings)))) {
      assertThat(run("curl -s " + address(app) + "/tasks")).containsExactly("[]");
      assertThat(run("curl -s " + address(app) + "/rest/v1/tasks")).containsExactly("[]");
    }
  }

  @Test
  void theFilesThatItNamesAreThere() throws IOException {
    Pattern.compile("\\]\\((?!http)([^)#]+)")
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .forEach(link -> assertThat(Path.of(link.group(1))).exists());
  }

  private static String text(String language) {
    return BLOCKS.stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .findFirst()
        .orElseThrow();
  }

  private static String configuration() {
    return BLOCKS.stream()
        .map(Block::text)
        .filter(text -> text.contains("db-uri ="))
        .findFirst()
        .orElseThrow();
  }

  private static App started(Launch launch) throws IOException, InterruptedException {
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    ConnectionTarget target =
        ConnectionTarget.parse(loaded.config().database().uri(), launch.connectionEnvironment());
    App app = new App(Program.PGEXT, launch, loaded, target);
    app.start();
    return app;
  }

  private static String address(App app) {
    return "http://127.0.0.1:" + app.port();
  }

  private static List<String> run(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(90, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(shell.exitValue()).as(command).isZero();
    return output.lines().map(String::strip).toList();
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

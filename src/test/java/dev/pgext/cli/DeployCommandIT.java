package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code deploy} as a user meets it, and servers that change over. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class DeployCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path project;
  private TestDatabase database;
  private HttpClient client;

  @BeforeEach
  void create() {
    database = TestPostgres.pg18().createDatabase();
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aReleaseIsSeenByRunningServersAndSoIsTheWayBack() throws Exception {
    write("schema.sql", "CREATE TABLE tasks (id int);");
    write("frontend/index.html", "first");
    write("frontend/assets/app-4f3a9c1b.js", "let first;");
    assertThat(deploy("--dry-run").text()).contains("as its first release", "+ frontend/index");
    assertThat(run("deploy", "list").text()).contains("Nothing was deployed");
    assertThat(deploy("--yes").text()).contains("Release 1 is deployed.");
    assertThat(deploy("--yes").text()).contains("Nothing to deploy");
    try (App one = started();
        App other = started()) {
      assertThat(get(one, "/")).isEqualTo("first");
      write("frontend/index.html", "second");
      Files.move(
          project.resolve("frontend/assets/app-4f3a9c1b.js"),
          project.resolve("frontend/assets/app-0d1e2f3a.js"));
      write("migrations/1_due.sql", "ALTER TABLE tasks ADD COLUMN due date;");
      assertThat(deploy("--yes").text())
          .contains("~ frontend/index.html", "Release 2 is deployed.");
      await(one, "second");
      await(other, "second");
      assertThat(get(one, "/assets/app-4f3a9c1b.js")).as("of an open page").isEqualTo("let first;");
      CommandRun back = deploy("--rollback", "--yes");
      assertThat(back.text())
          .contains("Migrations are not undone", "1_due.sql", "`pgext migrate down 1 --url …`");
      await(one, "first");
      await(other, "first");
      assertThat(get(one, "/assets/app-0d1e2f3a.js")).isEqualTo("let first;");
    }
    assertThat(run("migrate", "status").text()).contains("Up to date.");
    assertThat(run("deploy", "list").text()).contains("     2  ", "*    1  ");
    assertThat(deploy("--rollback", "--yes").text()).contains("release 1 is the first");
    assertThat(deploy("--rollback", "--to", "2", "--yes").text()).contains("Release 2 is current");
  }

  @Test
  void theWayForwardAgainNamesTheMigrationsThatWereTakenBackMeanwhile() throws Exception {
    write("schema.sql", "CREATE TABLE tasks (id int);");
    write("frontend/index.html", "first");
    deploy("--yes");
    write(
        "migrations/1_due.sql",
        "-- migrate:up\nALTER TABLE tasks ADD due date;\n-- migrate:down\nALTER TABLE tasks DROP due;");
    write("frontend/index.html", "second");
    assertThat(deploy("--yes", "--keep", "0").text()).contains("--keep 0: write 1 or more");
    deploy("--yes");
    deploy("--rollback", "--yes");
    assertThat(run("migrate", "down").text()).contains("1 migration reverted.");
    assertThat(deploy("--rollback", "--to", "2", "--dry-run").text())
        .contains("had these migrations, which are not applied now:\n    1_due.sql\n")
        .contains("apply them first: `pgext migrate --url …`")
        .doesNotContain("no migration lies between");
    run("migrate");
    assertThat(deploy("--rollback", "--to", "2", "--yes").text())
        .contains("no migration lies between");
  }

  @Test
  void functionsGoAndComeBackWithTheirRelease() throws Exception {
    write(
        "functions/answer.sql", "CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 1';");
    assertThat(deploy("--yes").text()).contains("+ functions/answer.sql");
    write(
        "functions/answer.sql", "CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 2';");
    write("functions/more.sql", "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 3';");
    assertThat(deploy("--yes").text()).contains("~ functions/answer.sql", "+ functions/more.sql");
    assertThat(database.value("SELECT answer()")).isEqualTo("2");
    assertThat(deploy("--rollback", "--yes", "--prune").text()).contains("~ functions/answer.sql");
    assertThat(database.value("SELECT answer()")).isEqualTo("1");
    assertThat(database.value("SELECT to_regproc('more') IS NULL")).isEqualTo("t");
    write(
        "functions/answer.sql", "CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT x';");
    CommandRun broken = deploy("--yes");
    assertThat(broken.text()).contains("functions/answer.sql:1", "column \"x\" does not exist");
    assertThat(broken.status()).isEqualTo(3);
    assertThat(database.value("SELECT answer()")).isEqualTo("1");
  }

  @Test
  void whatScriptsReadIsJson() throws Exception {
    write("frontend/index.html", "page");
    write("frontend/.secret", "hidden");
    assertThat(deploy("--json", "--dry-run").text())
        .contains("\"release\" : null", "\"/.secret\"", "\"oneTransaction\" : true");
    assertThat(deploy("--json", "--yes").text()).contains("\"release\" : 1");
    assertThat(run("deploy", "list", "--json").text()).contains("\"current\" : true");
  }

  @Test
  void migrationsThatCannotBeInOneTransactionAreStages() throws Exception {
    write("schema.sql", "CREATE TABLE tasks (id int);");
    write(
        "migrations/1_index.sql",
        "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON tasks (id);");
    write("frontend/index.html", "page");
    assertThat(deploy("--yes").text()).contains("in stages", "Release 1 is deployed.");
    write("migrations/2_broken.sql", "SELECT 1/0;");
    write("frontend/index.html", "next");
    CommandRun broken = deploy("--yes");
    assertThat(broken.text()).contains("migrations/2_broken.sql:1", "division by zero");
    assertThat(broken.status()).isEqualTo(3);
    assertThat(run("deploy", "list").text()).contains("*    1  ").doesNotContain("     2  ");
  }

  @Test
  void faultsSayWhatToDo() throws Exception {
    write("frontend/index.html", "page");
    assertFails(4, "add --yes where nobody can be asked", "deploy", "--url", database.uri());
    assertFails(1, "--to goes with --rollback", "deploy", "--to", "1");
    assertFails(4, "nothing was deployed", "deploy", "--rollback", "--url", database.uri());
    String closed = "postgres://postgres@127.0.0.1:1/x";
    assertFails(2, "check that PostgreSQL runs there", "deploy", "--url", closed);
    database.execute(
        "DO $$ BEGIN CREATE ROLE poor LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
    String poor = "postgres://poor@127.0.0.1:" + database.port() + "/" + database.name();
    assertFails(3, "log in as the owner", "deploy", "--yes", "--url", poor);
  }

  @Test
  void noRequestFailsWhileFunctionsAreDeployedWhateverBecomesOfTheirArguments() throws Exception {
    write("functions/f.sql", version(0));
    run("deploy-functions");
    AtomicBoolean over = new AtomicBoolean();
    try (App app = started()) {
      CompletableFuture<Set<String>> answers =
          CompletableFuture.supplyAsync(() -> answers(app, over));
      try {
        for (int i = 1; i <= 20; i++) {
          write("functions/f.sql", version(i));
          assertThat(run("deploy-functions").text()).contains("1 file deployed.");
        }
        await(app, "/rpc/f", "20");
      } finally {
        over.set(true);
      }
      assertThat(answers.get()).isNotEmpty().allMatch(answer -> answer.matches("200 \"?\\d+\"?"));
    }
  }

  /** With and without an argument, and with one type of the result or another. */
  private static String version(int number) {
    return number % 2 == 0
        ? "CREATE FUNCTION f() RETURNS int STABLE RETURN %d;".formatted(number)
        : "CREATE FUNCTION f(plus int DEFAULT 0) RETURNS text STABLE RETURN (%d + plus)::text;"
            .formatted(number);
  }

  /** What requests are answered until it is over, each answer once. */
  private Set<String> answers(App app, AtomicBoolean over) {
    Set<String> answers = new LinkedHashSet<>();
    do {
      HttpRequest request = HttpRequest.newBuilder(uri(app, "/rpc/f")).build();
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        answers.add(response.statusCode() + " " + response.body());
      } catch (IOException e) {
        answers.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answers;
      }
    } while (!over.get());
    return answers;
  }

  private void assertFails(int status, String message, String... arguments) {
    CommandRun ran = CommandRun.in(project, arguments);
    assertThat(ran.text()).contains(message).doesNotContain("\tat ");
    assertThat(ran.status()).as(ran.text()).isEqualTo(status);
  }

  private void write(String file, String content) throws Exception {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private CommandRun deploy(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "deploy";
    System.arraycopy(options, 0, all, 1, options.length);
    return run(all);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(project, database, arguments);
  }

  private App started() throws Exception {
    Map<String, String> settings =
        Map.of(
            "db-uri", database.uri(),
            "db-anon-role", "postgres",
            "server-host", "127.0.0.1",
            "server-port", "0",
            "realtime-enabled", "false");
    Launch launch = new Launch(ConfigSources.ofOverrides(settings));
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

  private void await(App app, String page) throws Exception {
    await(app, "/", page);
  }

  private void await(App app, String path, String answer) throws Exception {
    Deadline.in(PATIENCE).await(path + " becomes " + answer, () -> get(app, path).equals(answer));
  }

  private String get(App app, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri(app, path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static URI uri(App app, String path) {
    return URI.create("http://127.0.0.1:" + app.port() + path);
  }
}

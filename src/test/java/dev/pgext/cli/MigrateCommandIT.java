package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The commands' messages and exit statuses, as a new user meets them. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class MigrateCommandIT {
  @TempDir private Path project;
  private TestDatabase database;

  @BeforeEach
  void create() throws IOException {
    database = TestPostgres.pg18().createDatabase();
    Files.createDirectory(project.resolve("migrations"));
  }

  @Test
  void aFirstMigrationFromItsNameToItsStatus() throws Exception {
    Files.writeString(project.resolve(".env"), "DATABASE_URL=" + database.uri() + "\n");
    Files.writeString(project.resolve("schema.sql"), "CREATE TABLE tasks (id int);");
    CommandRun created = run("migrate", "new", "Add due date");
    assertThat(created.text()).matches("(?s).*/migrations/\\d{14}_add_due_date.sql\\s+");
    assertThat(Path.of(created.text().strip())).exists();
    assertThat(run("migrate", "--dry-run").text()).contains("In one transaction:", "schema.sql");
    assertThat(run("migrate", "status", "--exit-code").status()).isEqualTo(5);
    assertThat(run("migrate"))
        .satisfies(ran -> assertThat(ran.text()).contains("2 migrations applied."));
    assertThat(run("migrate", "status", "--exit-code").status()).isZero();
    assertThat(run("migrate", "status", "--json").text()).contains("\"upToDate\" : true");
    assertThat(run("migrate", "wait").status()).isZero();
    assertThat(run("migrate", "redo").status()).isZero();
    assertThat(run("migrate", "repair").text()).contains("Nothing to repair.");
    assertThat(run("migrate", "baseline").status()).isEqualTo(4);
  }

  @Test
  void faultsSayWhatToDoAndHaveAStatusOfTheirOwn() throws Exception {
    assertFails(1, "Unknown option: '--bogus'", "migrate", "--bogus");
    assertFails(1, "there is no such folder", "migrate", "--dir", project + "/none");
    assertFails(1, "\"x\" is no version", "migrate", "up", "--to", "x", "--url", database.uri());
    String closed = "postgres://postgres@127.0.0.1:1/x";
    assertFails(2, "check that PostgreSQL runs there", "migrate", "--url", closed);
    String unknown = database.uri().replace(database.name(), "unknown");
    assertFails(2, "pgext db:create", "migrate", "--url", unknown);
    assertFails(5, "not ready after 0 s", "migrate", "wait", "--timeout", "0", "--url", closed);
    assertFails(5, "wait --timeout SECONDS`", "migrate", "wait", "--timeout", "0", "--url", closed);
    assertFails(1, "postgres://user:password@host", "migrate", "--url", "bogus");
    assertFails(1, "write 0 to 65535", "dev", "--port", "99999");
    Path elsewhere = Files.createDirectory(project.resolve("elsewhere"));
    for (String command : List.of("migrate", "deploy", "deploy-functions", "dev")) {
      assertFails(1, "is no project", command, "--dir", elsewhere.toString());
    }
    Path environment = Files.writeString(project.resolve(".env"), "DATABASE_URL: postgres://h/d\n");
    assertFails(1, "/.env:1: write NAME=value", "migrate");
    Files.delete(environment);
    Files.writeString(project.resolve("schema.sql"), "CREATE TABLE a (;");
    assertFails(
        3, "schema.sql:1:17: syntax error at or near \";\"", "migrate", "--url", database.uri());
    Files.writeString(project.resolve("schema.sql"), "SELECT 'a");
    assertFails(1, "this text is not closed", "migrate", "--url", database.uri());
    Files.writeString(project.resolve("schema.sql"), "COPY a FROM stdin;\n1\n");
    assertFails(1, "INSERT … VALUES", "migrate", "--url", database.uri());
  }

  @Test
  void whereNoDatabaseIsNamedItIsTheOneOfDevelopmentExceptForADeployment() throws Exception {
    Files.writeString(project.resolve("schema.sql"), "CREATE TABLE a (id int);");
    assertFails(1, "no database is named to deploy to", "deploy", "--yes");
    try (LocalPostgres running = LocalPostgres.start(LocalPostgres.data(project))) {
      running.create();
      assertThat(run("migrate").text()).contains("1 migration applied.");
    }
    assertThat(run("migrate", "status").text()).contains("Up to date.");
    assertThat(run("db:reset", "--force").text()).contains("1 migration applied.");
    assertFails(1, "no database is named to deploy to", "deploy", "--yes");
  }

  @Test
  void whatStandsInTheWayIsNotCountedAsSomethingToApply() throws Exception {
    Files.writeString(project.resolve(".env"), "DATABASE_URL=" + database.uri() + "\n");
    Path schema = Files.writeString(project.resolve("schema.sql"), "CREATE TABLE a (id int);");
    assertThat(run("migrate", "status").text()).contains("\n1 to apply.");
    run("migrate");
    Files.writeString(schema, "CREATE TABLE a (id bigint);");
    assertThat(run("migrate", "status").text())
        .contains("1 to put right first: `pgext migrate --dry-run` says how.")
        .doesNotContain("to apply");
    assertFails(4, "`pgext migrate repair`", "migrate", "--dry-run");
    assertFails(5, "1 to put right first", "migrate", "wait", "--timeout", "0");
    Files.writeString(project.resolve("migrations/1_b.sql"), "CREATE TABLE b (id int);");
    assertThat(run("migrate", "status").text()).contains("says how. 1 to apply.");
  }

  /** Whatever listens at libpq's default place does not know that role. */
  @Test
  void whoNamesNoDatabaseIsToldWhereOneComesFrom() throws Exception {
    Files.writeString(project.resolve(".env"), "PGUSER=no_such_role\n");
    Files.writeString(project.resolve("schema.sql"), "SELECT 1");
    assertFails(2, "no database is named: `pgext dev` runs one", "migrate");
    assertThat(run("migrate", "--url", "postgres://postgres@127.0.0.1:1/x").text())
        .doesNotContain("no database is named");
  }

  @Test
  void aRoleWithoutThePrivilegeIsToldToUseAnother() throws Exception {
    database.execute(
        "DO $$ BEGIN CREATE ROLE poor LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
    Files.writeString(project.resolve("schema.sql"), "SELECT 1");
    String url = "postgres://poor@127.0.0.1:" + database.port() + "/" + database.name();
    assertFails(3, "permission denied", "migrate", "--url", url);
    assertFails(3, "log in as the owner", "migrate", "--url", url);
  }

  @Test
  void whatLosesDataNeedsToBeConfirmed() throws Exception {
    Files.writeString(project.resolve("schema.sql"), "CREATE TABLE a (id int);");
    Files.writeString(project.resolve("seed.sql"), "INSERT INTO a VALUES (1);");
    String url = database.uri();
    assertFails(4, "add --force where nobody can be asked", "db:drop", "--url", url);
    String far = "postgres://postgres@db.example.com/shop";
    assertFails(4, "add --force --confirm shop", "db:drop", "--force", "--url", far);
    assertFails(4, "the database is \"shop\"", "db:drop", "--confirm", "x", "--url", far);
    assertThat(run("db:reset", "--force", "--url", url).text())
        .contains("1 migration applied.", "seed.sql is in.");
    assertThat(run("db:drop", "--force", "--url", url).text()).contains("Dropped the database");
    assertThat(run("db:create", "--url", url).text()).contains("Created the database");
    assertThat(run("db:create", "--url", url).text()).contains("exists already");
  }

  @Test
  void whoSitsAtATerminalIsAskedAndOnlyYesOrTheNameGoesOn() throws Exception {
    assertThat(typed("n", "db:drop --url " + database.uri()))
        .satisfies(ran -> assertThat(ran.text()).contains("Go on? [y/N]", "nothing was done"))
        .extracting(CommandRun::status)
        .isEqualTo(4);
    database.execute("SELECT 1");
    String far = "db:reset --url postgres://postgres@db.example.com/shop";
    assertThat(typed("y", far).text()).contains("Type its name to go on:", "nothing was done");
    assertThat(typed("y", "db:drop --url " + database.uri()))
        .satisfies(ran -> assertThat(ran.text()).contains("Go on? [y/N]", "Dropped the database"))
        .extracting(CommandRun::status)
        .isEqualTo(0);
  }

  /** What happens on a terminal of its own, where that is typed. */
  private CommandRun typed(String answer, String command) throws Exception {
    String shell = CommandRun.shell() + " " + command + " --dir '" + project + "'";
    Process process =
        new ProcessBuilder("script", "--quiet", "--return", "--command", shell, "/dev/null")
            .redirectErrorStream(true)
            .start();
    try (Writer keyboard = process.outputWriter()) {
      keyboard.write(answer + "\n");
      keyboard.flush();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new CommandRun(process.waitFor(), text);
    }
  }

  private void assertFails(int status, String message, String... arguments) {
    CommandRun ran = run(arguments);
    assertThat(ran.text()).contains(message).doesNotContain("\tat ");
    assertThat(ran.status()).as(ran.text()).isEqualTo(status);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.in(project, arguments);
  }
}

package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void helpAndVersionAndExampleSucceed() {
    for (String option : new String[] {"-h", "--help", "-v", "--version", "-e", "--example"}) {
      assertThat(run(Program.POSTGREST, option)).as(option).isZero();
    }
    assertThat(out.toString()).contains("Usage: postgrest", "db-uri");
  }

  @Test
  void whatIsNoOptionFailsWithItsName() {
    assertThat(run(Program.POSTGREST, "--bogus")).isEqualTo(1);
    assertThat(err.toString()).contains("--bogus");
  }

  @ParameterizedTest
  @CsvSource({
    "dev --prot 3, pgext dev: Unknown options, Did you mean --port?",
    "dev --port x, pgext dev: Invalid value for option '--port', write 0 to 65535",
    "demo --port 99999, pgext demo: Invalid value for option '--port', write 0 to 65535",
    "migrat, pgext: Unmatched argument at index 0: 'migrat', Did you mean migrate?",
    "help migrate upp, pgext migrate: There is no command \"upp\", `pgext migrate --help`"
  })
  void whatCannotBeUnderstoodIsToldInAFewLines(String arguments, String fault, String wayOut) {
    assertThat(run(Program.PGEXT, arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString()).startsWith(fault).contains(wayOut, "hint: `pgext");
    assertThat(err.toString().lines()).hasSizeLessThan(4);
  }

  /** Describing the command line to picocli takes a fifth of a server's start. */
  @ParameterizedTest
  @CsvSource({
    "PGEXT, serve, true",
    "PGEXT, serve my.conf, true",
    "POSTGREST, '', true",
    "POSTGREST, my.conf, true",
    "PGEXT, '', false",
    "PGEXT, dev, false",
    "PGEXT, serve --ready, false",
    "PGEXT, serve a.conf b.conf, false",
    "POSTGREST, -e, false",
    "POSTGREST, @more, false"
  })
  void aServerWithAFileAtMostStartsWithoutPicocli(
      Program program, String arguments, boolean plain) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    assertThat(ServeCommand.plain(program, words) != null).isEqualTo(plain);
  }

  @Test
  void aProjectMayBeMadeElsewhere() {
    Path project = folder.resolve("deep/my-app");
    assertThat(run(Program.PGEXT, "init", project.toString())).isZero();
    assertThat(project.resolve("README.md")).content().startsWith("# my-app\n");
    assertThat(run(Program.PGEXT, "init", project.toString())).isEqualTo(1);
    assertThat(run(Program.PGEXT, "init", folder.resolve("My App").toString())).isEqualTo(1);
  }

  @Test
  void whatTheSystemSaysOfAFileIsToldInWords() {
    assertThat(Faults.text(new AccessDeniedException("/a/b"))).isEqualTo("/a/b: permission denied");
    assertThat(Faults.text(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("/a: No space left on device");
  }

  @Test
  void whoStartsAtTheSameTimeTakesAnotherPort() throws IOException {
    try (UsablePort one = UsablePort.like(0);
        UsablePort other = UsablePort.like(one.number())) {
      assertThat(other.number()).isNotEqualTo(one.number());
    }
  }

  @Test
  void aFolderOfAProjectBelongsToIt() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("app/frontend/images"));
    assertThat(FolderOption.nearest(inside)).isEqualTo(inside);
    Files.writeString(folder.resolve("app/schema.sql"), "");
    assertThat(FolderOption.nearest(inside)).isEqualTo(folder.resolve("app"));
    Path other = Files.createDirectories(inside.resolve("other/migrations")).getParent();
    assertThat(FolderOption.nearest(other)).isEqualTo(other);
  }

  @Test
  void aFileThatIsMissingFails() {
    assertThat(run(Program.PGEXT, "serve", folder.resolve("none.conf").toString())).isEqualTo(1);
  }

  @Test
  void theDumpHasPostgrestsKeysOnlyWhereItIsCalledSo() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "db-config = false\ndb-max-rows = 7\n");

    assertThat(run(Program.POSTGREST, "--dump-config", file.toString())).isZero();
    assertThat(out.toString().lines()).contains("db-max-rows = 7").noneMatch(this::isOurs);
    assertThat(run(Program.PGEXT, "serve", "--dump-config", file.toString())).isZero();
    assertThat(out.toString().lines()).anyMatch(this::isOurs);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theConfigurationIsDumpedThoughNothingCanConnectWithIt(boolean fromDatabase)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.conf"), "db-config = " + fromDatabase + "\ndb-uri = \"tmp_db\"\n");

    assertThat(run(Program.POSTGREST, "--dump-config", file.toString())).isZero();
    assertThat(out.toString().lines()).contains("db-uri = \"tmp_db\"");
  }

  @Test
  void aSettingOnTheCommandLineIsStrongerThanTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "db-config = false\ndb-max-rows = 7\n");

    run(Program.PGEXT, "serve", "--dump-config", "--set", "db-max-rows=9", file.toString());

    assertThat(out.toString().lines()).contains("db-max-rows = 9");
  }

  @Test
  void postgrestUnderstandsServeAndPgextAFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "");

    assertThat(Pgext.completed(Program.POSTGREST, new String[] {"serve", "x"}))
        .containsExactly("x");
    assertThat(Pgext.completed(Program.PGEXT, new String[] {file.toString()}))
        .containsExactly("serve", file.toString());
    assertThat(Pgext.completed(Program.PGEXT, new String[] {"demo"})).containsExactly("demo");
  }

  private boolean isOurs(String line) {
    return line.startsWith("limit-body-bytes = ");
  }

  private int run(Program program, String... arguments) {
    CommandLine commandLine = Pgext.commandLine(program, Described.namedIn(arguments));
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}

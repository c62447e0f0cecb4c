package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    CommandLine commandLine = Pgext.commandLine(program);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}

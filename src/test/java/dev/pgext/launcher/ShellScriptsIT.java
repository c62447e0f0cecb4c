package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./pgext} as a supervisor starts it. */
class ShellScriptsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @BeforeEach
  void project() throws IOException {
    Files.createDirectory(folder.resolve(".mvn"));
    // As if its cache were being made, or that would begin here, and outlive the test.
    Files.createDirectories(folder.resolve("target/pgext.aot.lock"));
    Path options = Path.of("src/main/resources/dev/pgext/launcher/jvm.options");
    Files.createDirectories(folder.resolve(options).getParent());
    Files.copy(options, folder.resolve(options));
    Files.copy(Path.of("pgext"), folder.resolve("pgext"));
    Files.copy(Path.of(".mvn/java.sh"), folder.resolve(".mvn/java.sh"));
    Files.createFile(folder.resolve("pom.xml"));
    Files.createFile(folder.resolve("target/pgext.jar"));
  }

  @Test
  void pgextBecomesTheJavaThatItFindsThoughItsEnvironmentIsEmpty() throws Exception {
    assertThat(output(bare("pgext", "x"))).contains("pgext.jar").doesNotContain("HOME:");
  }

  @Test
  void aLinkToItIsOneMoreNameOfTheProgram() throws Exception {
    Files.createSymbolicLink(folder.resolve("postgrest"), folder.resolve("pgext"));
    Path jar = folder.resolve("target/pgext.jar");
    Files.copy(Path.of("target/pgext.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(output(bare("postgrest", "--version"))).startsWith("PostgREST ");
  }

  @Test
  void aNewJarIsNotWrittenOverTheOneThatAServerRuns() throws Exception {
    Path jar = folder.resolve("target/pgext.jar");
    Path running = Files.createLink(folder.resolve("running.jar"), jar);
    program(folder.resolve("mvnw"), "printf new >target/pgext.jar");
    Files.setLastModifiedTime(folder.resolve("pom.xml"), later(jar));

    output(echoing());

    assertThat(jar).hasContent("new");
    assertThat(running).isEmptyFile();
  }

  @Test
  void theCacheOfClassesIsUsedForTheJarThatItWasMadeOf() throws Exception {
    Path jar = folder.resolve("target/pgext.jar");
    Path cache = Files.createFile(folder.resolve("target/pgext.aot"));
    Files.setLastModifiedTime(cache, Files.getLastModifiedTime(jar));
    assertThat(output(echoing())).contains("-XX:AOTCache=" + cache);

    Files.setLastModifiedTime(cache, later(jar));
    assertThat(output(echoing())).doesNotContain("-XX:AOTCache=");
  }

  @Test
  void aShortCommandDoesWithoutTheCacheAndC2AndNothingThatMayBeAServerDoes() throws Exception {
    Path cache = Files.createFile(folder.resolve("target/pgext.aot"));
    Files.setLastModifiedTime(cache, Files.getLastModifiedTime(folder.resolve("target/pgext.jar")));

    for (List<String> brief : List.of(List.of("init", "x"), List.of("dev", "--help"))) {
      assertThat(output(echoing(brief)))
          .contains("-XX:TieredStopAtLevel=1")
          .doesNotContain("-XX:AOTCache=");
    }
    for (List<String> server :
        List.of(List.<String>of(), List.of("serve"), List.of("--log-format", "json"))) {
      assertThat(output(echoing(server)))
          .contains("-XX:AOTCache=" + cache)
          .doesNotContain("TieredStopAtLevel");
    }
  }

  private ProcessBuilder echoing(List<String> arguments) throws IOException {
    ProcessBuilder builder = echoing();
    List<String> command = new ArrayList<>(builder.command().subList(0, 2));
    command.addAll(arguments);
    return builder.command(command);
  }

  @Test
  void aCacheOfAJarThatWasReplacedMeanwhileIsNotUsed() throws Exception {
    Path jar = folder.resolve("target/pgext.jar");
    Path lock = folder.resolve("target/pgext.aot.lock");
    Files.setLastModifiedTime(jar, later(jar));
    Files.delete(lock);
    output(echoing());
    Deadline.in(PATIENCE).await("trained", () -> !Files.exists(lock));
    assertThat(folder.resolve("target/pgext.aot")).exists();
    Files.createDirectory(lock);
    assertThat(output(echoing())).doesNotContain("-XX:AOTCache=");
  }

  @Test
  void theCacheIsMadeByPgextWhateverNameTheServerHas() throws Exception {
    Path lock = folder.resolve("target/pgext.aot.lock");
    Files.delete(lock);
    ProcessBuilder postgrest = echoing();
    postgrest.environment().put("PGEXT_PROGRAM_NAME", "postgrest");
    output(postgrest);
    Deadline.in(PATIENCE).await("trained", () -> !Files.exists(lock));
    assertThat(folder.resolve("target/pgext.aot")).hasContent("pgext");
  }

  /** {@code ./pgext} on a Java that says its arguments, and builds the jar anew as it trains. */
  private ProcessBuilder echoing() throws IOException {
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    program(
        java,
        """
        echo "$@"
        command=
        for argument; do
          if [ "$command" = train ]; then
            touch "%s"
            printf %%s "$PGEXT_PROGRAM_NAME" >"$argument"
            touch -t 203801010000 "$argument"
          fi
          command=$argument
        done
        """
            .formatted(folder.resolve("target/pgext.jar")));
    ProcessBuilder builder = bare("pgext", "x");
    builder.environment().put("PGEXT_JAVA_HOME", folder.resolve("jdk").toString());
    return builder;
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static FileTime later(Path file) throws IOException {
    return FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(60));
  }

  private ProcessBuilder bare(String program, String argument) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", folder.resolve(program).toString(), argument);
    builder.environment().clear();
    return builder;
  }

  private static String output(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return output;
  }
}

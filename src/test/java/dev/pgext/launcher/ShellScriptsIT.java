package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./pgext} as a supervisor starts it. */
class ShellScriptsIT {
  @TempDir private Path folder;

  @Test
  void pgextBecomesTheJavaThatItFindsThoughItsEnvironmentIsEmpty() throws Exception {
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
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", folder.resolve("pgext").toString(), "x");
    builder.environment().clear();
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("pgext.jar").doesNotContain("HOME:");
  }
}

package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./pgext} as a supervisor starts it. */
class ShellScriptsIT {
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
    assertThat(output(new ProcessBuilder("/bin/sh", folder.resolve("pgext").toString(), "x")))
        .contains("pgext.jar")
        .doesNotContain("HOME:");
  }

  @Test
  void aLinkToItIsOneMoreNameOfTheProgram() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("postgrest"), folder.resolve("pgext"));
    Path jar = folder.resolve("target/pgext.jar");
    Files.copy(Path.of("target/pgext.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(output(new ProcessBuilder("/bin/sh", link.toString(), "--version")))
        .startsWith("PostgREST ");
  }

  private static String output(ProcessBuilder builder) throws Exception {
    builder.environment().clear();
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}

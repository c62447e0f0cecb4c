package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmOptionsTest {
  private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;

  @Test
  void theCacheOfClassesIsUsedForTheJarThatItWasMadeOf() throws IOException {
    Path jar = file("pgext.jar", BUILT);
    Path cache = file("pgext.aot", BUILT);

    assertThat(JvmOptions.of(JavaVersion.parse("25"), jar.toFile()))
        .contains("-XX:AOTCache=" + cache);
  }

  @Test
  void aCacheIsNotUsedForAJarThatIsOlderButAnother() throws IOException {
    Path jar = file("pgext.jar", BUILT);
    file("pgext.aot", BUILT.plusSeconds(60));

    assertThat(JvmOptions.of(JavaVersion.parse("25"), jar.toFile()))
        .noneMatch(option -> option.startsWith("-XX:AOTCache="));
  }

  private Path file(String name, Instant modified) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}

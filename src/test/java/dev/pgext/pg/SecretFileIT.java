package dev.pgext.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileIT {
  @TempDir private Path directory;

  @Test
  void aSecretIsMadeUpOnceAndOnlyItsOwnerReadsIt() throws IOException {
    Path file = directory.resolve("secret");
    String made = SecretFile.random(file, 24);
    assertThat(made).hasSize(32);
    assertThat(SecretFile.random(file, 24)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void anEmptyFileIsNoSecret() throws IOException {
    Path file = Files.createFile(directory.resolve("secret"));
    assertThat(SecretFile.random(file, 24)).isNotEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}

package dev.pgext.cli;

import dev.pgext.pg.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A jwt-secret for a project that has none, kept so that tokens outlive a restart. */
record DevSecret(Path project) {
  private static final int BYTES = 48;

  /** Reads it, or makes it. */
  String text() throws IOException {
    Path folder = Files.createDirectories(project.resolve(".pgext"));
    return SecretFile.random(folder.resolve("jwt-secret"), BYTES);
  }
}

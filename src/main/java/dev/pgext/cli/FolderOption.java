package dev.pgext.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which folder a project is in. */
final class FolderOption {
  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      defaultValue = "",
      description = "The project's folder (default: the current one).")
  private Path directory = Path.of("");

  /** The folder, from the root on. */
  Path path() {
    return directory.toAbsolutePath().normalize();
  }
}

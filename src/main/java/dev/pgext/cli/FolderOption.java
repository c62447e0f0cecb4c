package dev.pgext.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which folder a project is in. */
final class FolderOption {
  private static final List<String> MARKS = List.of("schema.sql", "postgrest.conf");

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description =
          "The project's folder (default: the current one, or the nearest above it that has a"
              + " schema.sql or postgrest.conf).")
  private @Nullable Path directory;

  /** The folder, from the root on. */
  Path path() {
    Path current = Path.of("").toAbsolutePath();
    return directory == null ? nearest(current) : current.resolve(directory).normalize();
  }

  /** The folder itself where it has migrations, and where none above it is a project. */
  static Path nearest(Path folder) {
    if (Files.isDirectory(folder.resolve("migrations"))) {
      return folder;
    }
    for (Path each = folder; each != null; each = each.getParent()) {
      if (MARKS.stream().map(each::resolve).anyMatch(Files::isRegularFile)) {
        return each;
      }
    }
    return folder;
  }
}

package dev.pgext.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where files are kept that can be made again, shared by all projects of a user. */
final class CacheDirectory {

  private CacheDirectory() {}

  /**
   * The first usable of the places that the operating system has for it. Root's own home is not
   * among them, because the server, which does not run as root, could not read it there.
   */
  static Path path(Path fallback) {
    return candidates(fallback)
        .filter(CacheDirectory::usable)
        .findFirst()
        .orElseThrow(
            () -> new EmbeddedPostgresException("No directory can be written for PostgreSQL"));
  }

  private static Stream<Path> candidates(Path fallback) {
    String home = System.getProperty("user.home", "");
    String user = System.getProperty("user.name", "");
    if (user.equals("root")) {
      return Stream.of(Path.of("/var/cache/pgext"), fallback);
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return Stream.of(Path.of(home, "Library", "Caches", "pgext"), fallback);
    }
    String variable = system.contains("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    String configured = System.getenv(variable);
    List<Path> usual = List.of(Path.of(home, ".cache", "pgext"), fallback);
    return configured == null || configured.isEmpty()
        ? usual.stream()
        : Stream.concat(Stream.of(Path.of(configured, "pgext")), usual.stream());
  }

  private static boolean usable(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.isWritable(directory);
    } catch (IOException notThere) {
      return false;
    }
  }
}

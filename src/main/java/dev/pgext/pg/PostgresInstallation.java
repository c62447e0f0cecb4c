package dev.pgext.pg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * An unpacked PostgreSQL build. It is unpacked once for all projects of a user, into a directory
 * that gets its final name only when it is complete, so that several processes may do it at once.
 */
record PostgresInstallation(Path home, Platform platform) {

  private static final int EXECUTABLE = 0100;

  /** Unpacks the archive under {@code cache} unless it is there already. */
  static PostgresInstallation of(PostgresArchive archive, Path cache, DownloadProgress progress) {
    Path home = cache.resolve(archive.id());
    try {
      if (!Files.isDirectory(home)) {
        unpack(archive, cache, home, progress);
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "Cannot unpack PostgreSQL into %s: %s".formatted(home, failure), failure);
    }
    return new PostgresInstallation(home, archive.platform());
  }

  Path program(String name) {
    return home.resolve("bin").resolve(platform.windows() ? name + ".exe" : name);
  }

  private static void unpack(
      PostgresArchive archive, Path cache, Path home, DownloadProgress progress)
      throws IOException {
    Files.createDirectories(cache);
    Path partial = Files.createTempDirectory(cache, "unpacking");
    // Of this process alone: what another one downloads it also deletes.
    Path downloads = Files.createTempDirectory(cache, "downloading");
    try {
      try (InputStream compressed = archive.open(downloads, progress);
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          write(entry, tar, partial);
        }
      }
      permit(partial, "rwxr-xr-x");
      publish(partial, home);
    } finally {
      Directories.delete(downloads);
      Directories.delete(partial);
    }
  }

  private static void publish(Path partial, Path home) throws IOException {
    try {
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      if (!Files.isDirectory(home)) {
        throw failure;
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive has an entry outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      directory(target);
      return;
    }
    directory(Objects.requireNonNull(target.getParent()));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    permit(target, (entry.getMode() & EXECUTABLE) != 0 ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static void directory(@Nullable Path path) throws IOException {
    if (path == null || Files.isDirectory(path)) {
      return;
    }
    directory(Objects.requireNonNull(path.getParent()));
    Files.createDirectory(path);
    permit(path, "rwxr-xr-x");
  }

  /** Whoever runs the server reads the files, whatever the umask is. */
  private static void permit(Path path, String permissions) throws IOException {
    if (Directories.posix(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}

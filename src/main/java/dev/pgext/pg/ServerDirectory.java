package dev.pgext.pg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The directory that keeps a server's data, socket, password and log. It is locked while it is
 * open; the operating system takes the lock away from a JVM that is killed.
 */
final class ServerDirectory implements AutoCloseable {

  /** A socket's whole path may have 107 bytes. */
  private static final int LONGEST_SOCKET_DIRECTORY = 88;

  private static final int PASSWORD_BYTES = 24;

  private final Path path;
  private final FileChannel lock;

  private ServerDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the directory unless it exists, and locks it. */
  static ServerDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new EmbeddedPostgresException(
          "Another pgext runs the PostgreSQL in " + path + "; stop it first");
    }
    return new ServerDirectory(path, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException thisVeryJvm) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  /** The file with the superuser's password. */
  Path passwordFile() {
    return passwordFile(path);
  }

  static Path passwordFile(Path directory) {
    return directory.resolve("password");
  }

  /** The superuser's password, which is made up at the first start. */
  String password() throws IOException {
    return SecretFile.random(passwordFile(), PASSWORD_BYTES);
  }

  /** The directory of the unix socket, which only its owner may enter. */
  Path sockets() throws IOException {
    Path beside = path.resolve("run");
    Path sockets = beside.toString().length() <= LONGEST_SOCKET_DIRECTORY ? beside : elsewhere();
    Files.createDirectories(sockets);
    if (Directories.posix(sockets)) {
      Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
    }
    return sockets;
  }

  private Path elsewhere() {
    String name = "pgext-" + HexFormat.of().toHexDigits(path.toString().hashCode());
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}

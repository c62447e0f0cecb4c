package dev.pgext.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that belongs to this JVM, so that a project needs no database installed. It
 * stops when it is closed and when the JVM ends in any way; the next start recovers from whatever
 * the last one left behind.
 *
 * <p>Thread-safe once started. One directory serves one JVM at a time.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  /** The superuser that owns the cluster. */
  public static final String USER = "postgres";

  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(20);
  private static final int LONGEST_SOCKET_DIRECTORY = 88;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final EmbeddedPostgresSettings settings;
  private final FileChannel lock;
  private final Path socketDirectory;
  private final String password;
  private final int port;
  private final PostgresServer server;

  private EmbeddedPostgres(
      EmbeddedPostgresSettings settings, FileChannel lock, String password, Started started) {
    this.settings = settings;
    this.lock = lock;
    this.password = password;
    this.socketDirectory = started.place.socketDirectory();
    this.port = started.port;
    this.server = started.server;
  }

  private record Started(PostgresServer.Place place, int port, PostgresServer server) {}

  /**
   * Starts the server, making its cluster first if there is none.
   *
   * @throws EmbeddedPostgresException if it cannot run, with the reason for the person who asked
   */
  public static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
    FileChannel lock = null;
    try {
      Files.createDirectories(settings.directory());
      lock = lock(settings.directory());
      String password = password(settings.directory());
      return new EmbeddedPostgres(settings, lock, password, launch(settings));
    } catch (IOException failure) {
      release(lock);
      throw new EmbeddedPostgresException(
          "PostgreSQL does not start in %s: %s"
              .formatted(settings.directory(), failure.getMessage()),
          failure);
    } catch (RuntimeException failure) {
      release(lock);
      throw failure;
    }
  }

  private static Started launch(EmbeddedPostgresSettings settings) throws IOException {
    PostgresArchive archive = PostgresArchive.of(settings.majorVersion());
    PostgresInstallation installation =
        PostgresInstallation.of(
            archive,
            CacheDirectory.path(settings.directory().resolve("cache")),
            settings.progress());
    Path sockets = socketDirectory(settings.directory());
    ServerAccount account =
        ServerAccount.of(settings.directory(), installation.program("postgres"));
    account.give(sockets);
    DataDirectory data = DataDirectory.of(settings);
    endPrevious(data.path());
    data.prepare(installation, account, passwordFile(settings.directory()));
    return launch(new PostgresServer.Place(installation, account, data, sockets));
  }

  private static Started launch(PostgresServer.Place place) throws IOException {
    long deadline = System.nanoTime() + RECOVERY_LIMIT.toNanos();
    while (true) {
      int port = freePort(place.data().settings().port());
      try {
        return new Started(place, port, PostgresServer.start(place, port));
      } catch (PostgresServer.StartFailure failure) {
        if (!failure.passing() || System.nanoTime() > deadline) {
          throw failure;
        }
      }
    }
  }

  /** The wished port if nobody listens on it, else one that the system picks. */
  private static int freePort(int wished) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), wished));
      return probe.getLocalPort();
    } catch (IOException inUse) {
      if (wished == 0) {
        throw inUse;
      }
      return freePort(0);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new EmbeddedPostgresException(
          "Another pgext runs the PostgreSQL in " + directory + "; stop it first");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException thisVeryJvm) {
      return null;
    }
  }

  private static void release(@Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * With the lock in hand, a server on this directory is one whose JVM is gone: it is about to stop
   * by itself, or is made to.
   */
  private static void endPrevious(Path data) throws IOException {
    Optional<ProcessHandle> previous = PostmasterPid.read(data).flatMap(PostmasterPid::server);
    if (previous.isPresent() && !ends(previous.get(), Duration.ofSeconds(5))) {
      previous.get().destroyForcibly();
      if (!ends(previous.get(), RECOVERY_LIMIT)) {
        throw new IOException("process %d does not end".formatted(previous.get().pid()));
      }
    }
    Files.deleteIfExists(PostmasterPid.file(data));
  }

  private static boolean ends(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException stillThere) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Path passwordFile(Path directory) {
    return directory.resolve("password");
  }

  private static String password(Path directory) throws IOException {
    Path file = passwordFile(directory);
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Files.createFile(file);
    if (Directories.posix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(file, password + "\n");
    return password;
  }

  private static Path socketDirectory(Path directory) throws IOException {
    Path beside = directory.resolve("run");
    Path sockets =
        beside.toString().length() <= LONGEST_SOCKET_DIRECTORY
            ? beside
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "pgext-" + HexFormat.of().toHexDigits(directory.toString().hashCode()));
    Files.createDirectories(sockets);
    if (Directories.posix(sockets)) {
      Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
    }
    return sockets;
  }

  /** The TCP port on 127.0.0.1, which differs from the one asked for if that was in use. */
  public int port() {
    return port;
  }

  /** The directory of the unix socket, which only this user may enter. */
  public Path socketDirectory() {
    return socketDirectory;
  }

  /** The data directory. */
  public Path dataDirectory() {
    return DataDirectory.of(settings).path();
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  /** The URL of a database for JDBC, with user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
        .formatted(port, database, USER, password);
  }

  /** The URI of a database as libpq's programs take it, with user and password. */
  public String uri(String database) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, password, port, database);
  }

  /** Whether the server runs; false after a crash. */
  public boolean running() {
    return server.process().isAlive();
  }

  /** Shuts the server down, and deletes its data if they were to be discarded. */
  @Override
  public void close() {
    try {
      server.stop();
      release(lock);
      if (!settings.kept()) {
        Directories.delete(settings.directory());
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "PostgreSQL in %s does not stop".formatted(settings.directory()), failure);
    }
  }
}

package dev.pgext.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

  private final EmbeddedPostgresSettings settings;
  private final ServerDirectory directory;
  private final String password;
  private final ServerStart started;

  private EmbeddedPostgres(
      EmbeddedPostgresSettings settings,
      ServerDirectory directory,
      String password,
      ServerStart started) {
    this.settings = settings;
    this.directory = directory;
    this.password = password;
    this.started = started;
  }

  /** A folder of this user's for files that can be made again; it exists. */
  public static Path cacheDirectory() {
    return CacheDirectory.path(Path.of(".pgext").toAbsolutePath());
  }

  /**
   * Starts the server, making its cluster first if there is none.
   *
   * @throws EmbeddedPostgresException if it cannot run, with the reason for the person who asked
   */
  public static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
    ServerDirectory directory = null;
    try {
      directory = ServerDirectory.open(settings.directory());
      String password = directory.password();
      ServerStart started = ServerStart.in(directory, settings);
      return new EmbeddedPostgres(settings, directory, password, started);
    } catch (IOException failure) {
      unlock(directory);
      throw new EmbeddedPostgresException(
          "PostgreSQL does not start in %s: %s"
              .formatted(settings.directory(), FileFault.text(failure)),
          failure);
    } catch (RuntimeException failure) {
      unlock(directory);
      throw failure;
    }
  }

  /**
   * The URI of a database of the server that another process runs there, with user and password;
   * empty where none answers.
   */
  public static Optional<String> running(EmbeddedPostgresSettings settings, String database) {
    try {
      Optional<PostmasterPid> server =
          PostmasterPid.read(DataDirectory.of(settings).path())
              .filter(PostmasterPid::ready)
              .filter(each -> each.server().isPresent());
      Path password = ServerDirectory.passwordFile(settings.directory());
      return server.isEmpty()
          ? Optional.empty()
          : Optional.of(uri(Files.readString(password).strip(), server.get().port(), database));
    } catch (IOException notOurs) {
      return Optional.empty();
    }
  }

  private static void unlock(@Nullable ServerDirectory directory) {
    try {
      if (directory != null) {
        directory.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The TCP port on 127.0.0.1, which differs from the one asked for if that was in use. */
  public int port() {
    return started.port();
  }

  /** The directory of the unix socket, which only the server's own user may enter. */
  public Path socketDirectory() {
    return started.server().socketDirectory();
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
        .formatted(port(), database, USER, password);
  }

  /** The URI of a database as libpq's programs take it, with user and password. */
  public String uri(String database) {
    return uri(password, port(), database);
  }

  private static String uri(String password, int port, String database) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, password, port, database);
  }

  /** Whether the server runs; false after a crash. */
  public boolean running() {
    return started.server().process().isAlive();
  }

  /** Shuts the server down, and deletes its data if they were to be discarded. */
  @Override
  public void close() {
    try {
      started.server().stop();
      directory.close();
      if (!settings.kept()) {
        Directories.delete(socketDirectory());
        Directories.delete(settings.directory());
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "PostgreSQL in %s does not stop".formatted(settings.directory()), failure);
    }
  }
}

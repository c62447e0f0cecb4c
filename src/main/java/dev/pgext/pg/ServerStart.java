package dev.pgext.pg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server comes up, whatever the last one left behind: a postmaster that is still there, the
 * file of one that is not, half a cluster, a port that somebody else has by now.
 *
 * @param port where it listens in the end
 */
record ServerStart(PostgresServer server, int port) {

  private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(5);
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 20;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** Starts the server of these settings in its locked directory. */
  static ServerStart in(ServerDirectory directory, EmbeddedPostgresSettings settings)
      throws IOException {
    PostgresInstallation installation =
        PostgresInstallation.of(
            PostgresArchive.of(settings.majorVersion()),
            CacheDirectory.path(directory.path().resolve("cache")),
            settings.progress());
    Path sockets = directory.sockets();
    ServerAccount account = ServerAccount.of(directory.path(), installation.program("postgres"));
    account.give(sockets);
    DataDirectory data = DataDirectory.of(settings);
    endPrevious(data.path());
    data.prepare(installation, account, directory.passwordFile());
    return start(new PostgresServer.Place(installation, account, data, sockets));
  }

  private static ServerStart start(PostgresServer.Place place) throws IOException {
    long deadline = System.nanoTime() + RECOVERY_LIMIT.toNanos();
    while (true) {
      int port = freePort(place.data().settings().port());
      try {
        return new ServerStart(PostgresServer.start(place, port), port);
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

  /**
   * With the directory locked, a server in it is one whose JVM is gone: it is about to stop by
   * itself, or is made to.
   */
  private static void endPrevious(Path data) throws IOException {
    Optional<ProcessHandle> previous = PostmasterPid.read(data).flatMap(PostmasterPid::server);
    if (previous.isPresent() && !ends(previous.get(), ORPHAN_LIMIT)) {
      previous.get().destroyForcibly();
      if (!ends(previous.get(), RECOVERY_LIMIT)) {
        throw new IOException("process %d does not end".formatted(previous.get().pid()));
      }
    }
    Files.deleteIfExists(PostmasterPid.file(data));
  }

  private static boolean ends(ProcessHandle process, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (PostmasterPid.alive(process) && System.nanoTime() < deadline) {
        Thread.sleep(POLL_MILLIS);
      }
      return !PostmasterPid.alive(process);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}

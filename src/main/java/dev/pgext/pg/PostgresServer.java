package dev.pgext.pg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running postmaster. On Unix a shell script stands between it and this JVM, which stops it when
 * this JVM is gone; confined to the thread that starts and stops it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/server-shutdown.html">shutting down</a>
 */
final class PostgresServer {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long LOG_LIMIT = 10_000_000;

  /**
   * Where and how a server runs.
   *
   * @param socketDirectory of the unix socket; ignored on Windows
   */
  record Place(
      PostgresInstallation installation,
      ServerAccount account,
      DataDirectory data,
      Path socketDirectory) {

    Path log() {
      return data.settings().directory().resolve("server.log");
    }
  }

  private final Place place;
  private final Process process;

  private PostgresServer(Place place, Process process) {
    this.place = place;
    this.process = process;
  }

  /** Starts a server and waits until it takes connections; throws with the end of its log. */
  static PostgresServer start(Place place, int port) throws IOException {
    Path log = place.log();
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.delete(log);
    }
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command(place, port))
            .directory(place.data().settings().directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    PostgresServer server = new PostgresServer(place, process);
    if (!server.becomesReady()) {
      server.stop();
      throw new StartFailure(LogTail.of(log, logStart));
    }
    return server;
  }

  private static List<String> command(Place place, int port) throws IOException {
    PostgresInstallation installation = place.installation();
    boolean windows = installation.platform().windows();
    List<String> postgres = new ArrayList<>();
    postgres.add(installation.program("postgres").toString());
    postgres.addAll(List.of("-D", place.data().path().toString(), "-p", Integer.toString(port)));
    postgres.addAll(List.of("-c", "listen_addresses=127.0.0.1"));
    String sockets = windows ? "" : place.socketDirectory().toString();
    postgres.addAll(List.of("-c", "unix_socket_directories=" + sockets));
    if (windows) {
      return postgres;
    }
    List<String> watched = new ArrayList<>();
    if (installation.platform().linux()) {
      watched.add("setsid");
    }
    watched.addAll(List.of("sh", "-c", watchdog(), "pgext-postgres", discarded(place)));
    watched.addAll(postgres);
    return place.account().command(watched);
  }

  private static String discarded(Place place) {
    EmbeddedPostgresSettings settings = place.data().settings();
    return settings.kept() ? "" : settings.directory().toString();
  }

  private static String watchdog() throws IOException {
    try (InputStream script = PostgresServer.class.getResourceAsStream("watchdog.sh")) {
      if (script == null) {
        throw new IllegalStateException("watchdog.sh is missing from the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean becomesReady() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        if (PostmasterPid.read(place.data().path()).filter(PostmasterPid::ready).isPresent()) {
          return true;
        }
        if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL started", interrupted);
    }
  }

  /** Where its unix socket is. */
  Path socketDirectory() {
    return place.socketDirectory();
  }

  /** The process that ends when the server does. */
  Process process() {
    return process;
  }

  /** Shuts the server down in its fast mode and waits for that. */
  void stop() throws IOException {
    if (place.installation().platform().windows()) {
      stopOnWindows();
    } else {
      process.getOutputStream().close();
    }
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopOnWindows() throws IOException {
    String control = place.installation().program("pg_ctl").toString();
    String data = place.data().path().toString();
    new ProcessBuilder(control, "stop", "-m", "fast", "-D", data)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The server ended instead of becoming ready; the message is the end of its log. */
  static final class StartFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StartFailure(String log) {
      super(log);
    }

    /** Another program has the port, or a killed server's last processes still have the memory. */
    boolean passing() {
      String log = String.valueOf(getMessage());
      return log.contains("could not bind")
          || log.contains("pre-existing shared memory block")
          || log.contains("already in use");
    }
  }
}

package dev.pgext.clients;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The built jar, serving a database in a process of its own until closed. */
final class ServedJar implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Process process;
  private final Path log;
  private final int port;

  private ServedJar(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Serves the database with these settings besides, and returns when requests are answered. */
  static ServedJar start(Path directory, TestDatabase database, String settings)
      throws InterruptedException {
    try {
      int port = TestPorts.next();
      int adminPort = TestPorts.next();
      Path config = directory.resolve("pgext.conf");
      Files.writeString(config, settings + addresses(database, port, adminPort));
      Path log = directory.resolve("pgext.log");
      ServedJar served = new ServedJar(launch(config, log), log, port);
      URI ready = URI.create("http://127.0.0.1:" + adminPort + "/ready");
      served.await("The server", client -> isReady(client, ready));
      return served;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Process launch(Path config, Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            System.getProperty("pgext.jar"),
            "serve",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String addresses(TestDatabase database, int port, int adminPort) {
    return """
        db-uri = "postgresql://clients_login@%s:%d/%s"
        server-host = "127.0.0.1"
        server-port = %d
        admin-server-port = %d
        """
        .formatted(database.host(), database.port(), database.name(), port, adminPort);
  }

  /** Returns when websockets are taken, which is as soon as the log is read. */
  ServedJar awaitRealtime() throws InterruptedException {
    URI socket = URI.create("ws://127.0.0.1:" + port + "/ws");
    await("Realtime", client -> takes(client, socket));
    return this;
  }

  private static boolean takes(HttpClient client, URI socket) {
    try {
      client.newWebSocketBuilder().buildAsync(socket, new WebSocket.Listener() {}).join().abort();
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }

  /** Something that is asked of a server. */
  private interface Question {
    boolean isTrue(HttpClient client) throws InterruptedException;
  }

  private void await(String what, Question ready) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!ready.isTrue(client)) {
        if (Instant.now().isAfter(deadline)
            || process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          close();
          throw new IllegalStateException(what + " did not become ready:\n" + log());
        }
      }
    }
  }

  private static boolean isReady(HttpClient client, URI ready) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    }
  }

  /** Where the API is, without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What the server has said so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

package dev.pgext.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server that is being trained is asked, and the changes that it brings to websockets:
 * without those in the JVM's AOT cache, the ones of a server's first seconds would be late.
 * Confined to one thread, but for those that it hears on.
 */
final class Rehearsal {
  private static final long START_SECONDS = 30;
  private static final long PATIENCE_SECONDS = 5;
  private static final long PAUSE_MILLIS = 50;
  private static final int OK = 200;

  /** Enough calls for the profiles of hot methods, which the cache keeps as well (JEP 515). */
  private static final int ROUNDS = 500;

  private static final List<String> REQUESTS =
      List.of(
          "/",
          "/people?id=eq.1",
          "/tasks?select=id,title,project:projects(name,owner:people(name))&done=is.false",
          "/tasks?select=title,minutes:details-%3Eminutes&or=(id.in.(1,2),title.ilike.*a*)&order=id",
          "/projects?select=*,tasks(count)&limit=1",
          "/unknown");

  private static final String INSERT = "{\"project_id\":1,\"title\":\"Rehearse\"}";
  private static final String JOIN =
      """
      {"topic":"realtime:rehearsal","event":"phx_join","ref":"1","payload":{"config":
      {"postgres_changes":[{"event":"*","schema":"api","table":"tasks","filter":"done=eq.false"}]}}}
      """;

  private final Semaphore heard = new Semaphore(0);
  private final HttpClient client;
  private final int port;

  Rehearsal(HttpClient client, int port) {
    this.client = client;
    this.port = port;
  }

  /**
   * Goes through it.
   *
   * @param runs whether the server does
   * @throws IOException where the server does not answer
   */
  void run(BooleanSupplier runs) throws IOException, InterruptedException {
    awaitServer(runs);
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : REQUESTS) {
        client.send(request(path).build(), BodyHandlers.discarding());
      }
    }
    List<WebSocket> listeners = new ArrayList<>();
    listen(listeners, "/ws", "{\"type\":\"subscribe\",\"table\":\"tasks\",\"snapshot\":true}");
    listen(
        listeners,
        "/ws",
        "{\"type\":\"subscribe\",\"table\":\"tasks\",\"filter\":\"project_id=eq.1\"}");
    listen(listeners, "/realtime/v1/websocket?vsn=1.0.0", JOIN);
    for (int change = 0; change < ROUNDS; change++) {
      client.send(
          request("/tasks")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(INSERT))
              .build(),
          BodyHandlers.discarding());
    }
    heard.tryAcquire(3 * ROUNDS, PATIENCE_SECONDS, TimeUnit.SECONDS);
    listeners.forEach(WebSocket::abort);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private void awaitServer(BooleanSupplier runs) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!answers(runs, deadline)) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean answers(BooleanSupplier runs, long deadline)
      throws IOException, InterruptedException {
    try {
      return client.send(request("/").build(), BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException notYet) {
      if (!runs.getAsBoolean() || System.nanoTime() > deadline) {
        throw notYet;
      }
      return false;
    }
  }

  /**
   * Realtime starts in the background, so the first attempts may be refused; a server may have
   * none.
   */
  private void listen(List<WebSocket> listeners, String path, String message)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      try {
        WebSocket socket =
            client
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), new Listener(heard))
                .join();
        listeners.add(socket);
        socket.sendText(message, true).join();
        return;
      } catch (CompletionException refused) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Counts what it hears. */
  private record Listener(Semaphore heard) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heard.release();
      socket.request(1);
      return null;
    }
  }
}

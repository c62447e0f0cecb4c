package dev.pgext.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hears the demonstration's changes over websockets, so that the JVM's AOT cache knows what
 * bringing a change to a client takes: without it, those of the first seconds would be late.
 * Confined to one thread, but for what websockets call.
 */
final class Rehearsal implements WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int CHANGES = 500;
  private static final String JOIN =
      """
      {"topic":"realtime:rehearsal","event":"phx_join","ref":"1","payload":{"config":
      {"postgres_changes":[{"event":"*","schema":"api","table":"tasks","filter":"done=eq.false"}]}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore heard = new Semaphore(0);
  private final String authority;

  Rehearsal(int port) {
    this.authority = "127.0.0.1:" + port;
  }

  /** Goes through it, as far as it can be gone through; a server without websockets is none. */
  void run() throws IOException, InterruptedException {
    try {
      connect("/ws", "{\"type\":\"subscribe\",\"table\":\"tasks\",\"snapshot\":true}");
      connect("/ws", "{\"type\":\"subscribe\",\"table\":\"tasks\",\"filter\":\"project_id=eq.1\"}");
      connect("/realtime/v1/websocket?vsn=1.0.0", JOIN);
    } catch (CompletionException refused) {
      return;
    }
    for (int change = 0; change < CHANGES; change++) {
      insert();
    }
    heard.tryAcquire(3 * CHANGES, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void connect(String path, String message) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + authority + path), this)
            .join()
            .sendText(message, true)
            .join();
        return;
      } catch (CompletionException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.sleep(Duration.ofMillis(50));
      }
    }
  }

  private void insert() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + authority + "/tasks"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"project_id\":1,\"title\":\"Rehearse\"}"))
            .build();
    client.send(request, BodyHandlers.discarding());
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    if (last) {
      heard.release();
    }
    return WebSocket.Listener.super.onText(socket, part, last);
  }
}

package dev.pgext.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hears the demonstration's changes over websockets, so that the JVM's AOT cache knows what
 * bringing a change to a client takes: without it, those of the first seconds would be late.
 * Confined to one thread, but for those that it hears on.
 */
final class Rehearsal {
  private static final long PATIENCE_SECONDS = 5;
  private static final long PAUSE_MILLIS = 50;
  private static final int SWITCHED = 101;
  private static final int CHANGES = 500;
  private static final String INSERT = "{\"project_id\":1,\"title\":\"Rehearse\"}";
  private static final String JOIN =
      """
      {"topic":"realtime:rehearsal","event":"phx_join","ref":"1","payload":{"config":
      {"postgres_changes":[{"event":"*","schema":"api","table":"tasks","filter":"done=eq.false"}]}}}
      """;

  private final Semaphore heard = new Semaphore(0);
  private final int port;

  Rehearsal(int port) {
    this.port = port;
  }

  /** Goes through it, as far as it can be gone through; a server without websockets is none. */
  void run() throws InterruptedException {
    try {
      rehearse();
    } catch (IOException refused) {
      // What the cache then lacks, the server loads when it is wanted.
      return;
    }
  }

  private void rehearse() throws IOException, InterruptedException {
    List<TrainingSocket> listeners = new ArrayList<>();
    try (TrainingSocket client = TrainingSocket.to(port)) {
      listeners.add(
          listener("/ws", "{\"type\":\"subscribe\",\"table\":\"tasks\",\"snapshot\":true}"));
      listeners.add(
          listener(
              "/ws",
              "{\"type\":\"subscribe\",\"table\":\"tasks\",\"filter\":\"project_id=eq.1\"}"));
      listeners.add(listener("/realtime/v1/websocket?vsn=1.0.0", JOIN));
      for (int change = 0; change < CHANGES; change++) {
        client.ask("POST", "/tasks", INSERT);
      }
      heard.tryAcquire(3 * CHANGES, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      for (TrainingSocket listener : listeners) {
        listener.close();
      }
    }
  }

  /** Realtime starts in the background, so the first attempts may be refused. */
  private TrainingSocket listener(String path, String message)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      TrainingSocket socket = TrainingSocket.to(port);
      if (socket.upgrade(path) == SWITCHED) {
        socket.say(message);
        Thread.ofPlatform().name("rehearsal").daemon().start(() -> listen(socket));
        return socket;
      }
      socket.close();
      if (System.nanoTime() > deadline) {
        throw new IOException("no websocket at " + path);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void listen(TrainingSocket socket) {
    try {
      while (true) {
        socket.hear();
        heard.release();
      }
    } catch (IOException over) {
      // It was closed, or nothing came for long.
      heard.release();
    }
  }
}

package dev.pgext.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a table's rows by their key: a snapshot, then the events. When its socket is
 * lost it comes back with its last cursor. Each event must fit what it has: an old row that is not
 * the one it knows is a gap or a duplicate, and is noted. Its thread connects; messages are taken
 * under its lock.
 */
final class KeyedView implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PAUSE = 20_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Supplier<URI> uri;
  private final String table;
  private final Thread thread = Thread.ofVirtual().name("keyed-view").unstarted(this::run);
  private final Map<String, JsonNode> rows = new HashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private @Nullable Connection current;
  private @Nullable String cursor;
  private String name = "";
  private String lastSeen = "";
  private int names;
  private long events;
  private int snapshots;
  private int resyncs;
  private int cutAfter = Integer.MAX_VALUE;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param uri where the server is now
   */
  KeyedView(Supplier<URI> uri, String table) {
    this.uri = uri;
    this.table = table;
    thread.start();
  }

  private void run() {
    while (!closed) {
      Connection connection = new Connection();
      try {
        WebSocket socket = http.newWebSocketBuilder().buildAsync(uri.get(), connection).join();
        connection.awaitEnd();
        socket.abort();
      } catch (CompletionException refused) {
        // Not up yet.
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Cuts the socket without a word. */
  synchronized void cut() {
    if (current != null) {
      current.end();
    }
  }

  /** Begins anew with a snapshot, and loses the socket after so many events behind it. */
  synchronized void beginAnewAndCutAfter(int events) {
    cursor = null;
    cut();
    cutAfter = events;
  }

  private synchronized void take(Connection from, JsonNode message) {
    if (from != current && current != null && !current.ended) {
      return;
    }
    if (from.ended) {
      return;
    }
    String type = message.path("type").asText();
    if (type.equals("ready")) {
      current = from;
      subscribe(from);
    } else if (type.equals("error")) {
      from.end();
    } else if (message.path("id").asText().equals(name)) {
      hear(from, type, message);
    }
  }

  private void subscribe(Connection on) {
    name = table + ++names;
    String begin = cursor == null ? "\"snapshot\":true" : "\"since\":\"" + cursor + "\"";
    on.send(
        "{\"type\":\"subscribe\",\"table\":\"%s\",\"id\":\"%s\",%s}".formatted(table, name, begin));
  }

  private void hear(Connection from, String type, JsonNode message) {
    switch (type) {
      case "subscribed" -> {
        if (cursor == null) {
          rows.clear();
        }
      }
      case "snapshot" -> snapshot(message);
      case "resync" -> {
        resyncs++;
        cursor = null;
        from.send("{\"type\":\"unsubscribe\",\"id\":\"" + name + "\"}");
        subscribe(from);
      }
      default -> {
        change(type, message);
        cursor = message.path("cursor").asText();
        lastSeen = message.toString();
        events++;
        cutAfter--;
      }
    }
    if (cursor != null && cutAfter <= 0) {
      cutAfter = Integer.MAX_VALUE;
      from.end();
    }
  }

  private void snapshot(JsonNode message) {
    message.path("rows").forEach(row -> rows.put(key(row), row));
    if (message.path("last").asBoolean()) {
      cursor = message.path("cursor").asText();
      lastSeen = "a snapshot at " + cursor;
      snapshots++;
    }
  }

  private void change(String type, JsonNode message) {
    JsonNode record = message.path("record");
    JsonNode old = message.path("old_record");
    JsonNode known = type.equals("delete") ? rows.remove(key(old)) : rows.put(key(record), record);
    boolean fits = type.equals("insert") ? known == null : old.equals(known);
    if (!fits) {
      faults.add("%s does not fit %s; before it: %s".formatted(message, known, lastSeen));
    }
  }

  private static String key(JsonNode row) {
    return row.path("id").asText();
  }

  /** The rows as it knows them, by key. */
  synchronized Map<String, String> rows() {
    Map<String, String> copy = new HashMap<>();
    rows.forEach((key, row) -> copy.put(key, row.toString()));
    return copy;
  }

  /** Gaps and duplicates. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized long events() {
    return events;
  }

  synchronized int snapshots() {
    return snapshots;
  }

  synchronized int resyncs() {
    return resyncs;
  }

  @Override
  public void close() {
    closed = true;
    cut();
    thread.interrupt();
  }

  /** One socket. */
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();
    private final Thread owner = Thread.currentThread();
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private volatile boolean ended;

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        try {
          take(this, JSON.readTree(text));
        } catch (JsonProcessingException e) {
          faults.add("not JSON: " + text);
        }
      }
      from.request(1);
      return null;
    }

    /** After what is under way: the JDK refuses a second text beside it. */
    void send(String text) {
      WebSocket open = socket;
      if (open != null) {
        sent = sent.thenCompose(done -> open.sendText(text, true));
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
      end();
    }

    void end() {
      ended = true;
      LockSupport.unpark(owner);
    }

    void awaitEnd() {
      while (!ended && !closed) {
        LockSupport.park();
      }
    }
  }
}

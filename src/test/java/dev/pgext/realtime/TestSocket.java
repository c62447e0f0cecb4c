package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of a websocket that speaks JSON, with the JDK's implementation. */
public final class TestSocket implements AutoCloseable, WebSocket.Listener {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  /** How the server closed it. */
  public record Closed(int code, String reason) {}

  private TestSocket(String uri, String... headers) {
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    this.socket = builder.buildAsync(URI.create(uri), this).join();
  }

  /** Connects; headers are names and values in turn. */
  public static TestSocket connect(String uri, String... headers) {
    return new TestSocket(uri, headers);
  }

  /** The status with which the server refuses the handshake. */
  public static int refusal(String uri, String... headers) {
    try {
      connect(uri, headers).close();
      throw new AssertionError("connected");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(java.net.http.WebSocketHandshakeException.class);
      return ((java.net.http.WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends what the server may not take any more: whether it still did. */
  public boolean sendUnlessClosed(String text) {
    try {
      send(text);
      return true;
    } catch (CompletionException hungUp) {
      return false;
    }
  }

  /** Sends a text message in two frames. */
  public void sendInTwo(String text) {
    socket.sendText(text.substring(0, text.length() / 2), false).join();
    socket.sendText(text.substring(text.length() / 2), true).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** The next message's text; fails where none comes. */
  public String nextText() {
    long began = System.nanoTime();
    try {
      String text = received.poll();
      while (text == null) {
        assertThat(Switches.isInVain(began, PATIENCE)).as("a message in time").isFalse();
        text = received.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      return text;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next message. */
  public JsonNode next() {
    try {
      return JSON.readTree(nextText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next message, which must be of that type. */
  public JsonNode next(String type) {
    JsonNode message = next();
    assertThat(message.path("type").asText()).as("%s", message).isEqualTo(type);
    return message;
  }

  /** The messages up to the first that is meant, which comes last. */
  public List<JsonNode> until(Predicate<JsonNode> last) {
    List<JsonNode> messages = new ArrayList<>();
    do {
      messages.add(next());
    } while (!last.test(messages.get(messages.size() - 1)));
    return messages;
  }

  /** Nothing came that was not taken: everything before the answer to a ping. */
  public List<JsonNode> drain() {
    send("{\"type\":\"ping\",\"ref\":\"drain\"}");
    List<JsonNode> messages = until(message -> message.path("ref").asText().equals("drain"));
    return messages.subList(0, messages.size() - 1);
  }

  /** How the server closed it; waits for it. */
  public Closed closed() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(new Closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    closed.complete(new Closed(1006, String.valueOf(cause.getMessage())));
  }

  /** Cuts the connection without a word. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }
}

package dev.pgext.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells pages what happens, one event after the other. A page that comes hears first how things
 * are; one that does not read is let go. Thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
 *     events</a>
 */
public final class EventStream extends Handler.Abstract implements AutoCloseable {
  private static final int WAITING_EVENTS = 64;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Event END = new Event("end", "{}");

  private final String path;
  private final Supplier<Event> first;
  private final Set<BlockingQueue<Event>> pages = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A stream at a path.
   *
   * @param first how things are now
   */
  public EventStream(String path, Supplier<Event> first) {
    this.path = path;
    this.first = first;
  }

  /**
   * Something that happened.
   *
   * @param data JSON in one line
   */
  public record Event(String name, String data) {
    private ByteBuffer bytes() {
      String text = "event: " + name + "\ndata: " + data + "\n\n";
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Tells every page that listens now. */
  public void send(Event event) {
    pages.removeIf(page -> !page.offer(event));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(path)) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    request.addIdleTimeoutListener(timeout -> false);
    BlockingQueue<Event> events = new ArrayBlockingQueue<>(WAITING_EVENTS);
    pages.add(events);
    try {
      tell(response, events);
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      callback.succeeded();
    } finally {
      pages.remove(events);
    }
    return true;
  }

  private void tell(Response response, BlockingQueue<Event> events)
      throws IOException, InterruptedException {
    Content.Sink.write(response, false, first.get().bytes());
    while (!closed && pages.contains(events)) {
      Event event = events.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
      if (END.equals(event)) {
        return;
      }
      ByteBuffer bytes =
          event == null ? ByteBuffer.wrap(new byte[] {':', '\n', '\n'}) : event.bytes();
      Content.Sink.write(response, false, bytes);
    }
  }

  /** Ends every stream, so that the server can stop. */
  @Override
  public void close() {
    closed = true;
    send(END);
  }
}

package dev.pgext.http;

import dev.pgext.error.Header;
import dev.pgext.error.LimitError;
import dev.pgext.response.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Tells a client that its request's head came too late. There is no request yet that Jetty could
 * answer, so the bytes are written as they are. Thread-safe.
 */
final class LateHead {
  /** Closed at once, a connection with unread bytes is reset, and its client may miss the word. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final WebServerSettings settings;
  private final Scheduler scheduler;

  LateHead(WebServerSettings settings, Scheduler scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
  }

  void answer(EndPoint endPoint) {
    endPoint.write(
        Callback.from(() -> linger(endPoint), failure -> endPoint.close()),
        ByteBuffer.wrap(message()));
  }

  private void linger(EndPoint endPoint) {
    endPoint.shutdownOutput();
    scheduler.schedule(endPoint::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private byte[] message() {
    ApiResponse response = settings.errors().respond(new LimitError.HeadTimeout());
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(response.status()).append(' ').append(HttpStatus.getMessage(response.status()));
    head.append("\r\nServer: ").append(settings.product());
    head.append("\r\nDate: ").append(DateGenerator.formatDate(System.currentTimeMillis()));
    head.append("\r\nConnection: close");
    for (Header header : response.headers()) {
      head.append("\r\n").append(header.name()).append(": ").append(header.value());
    }
    head.append("\r\n\r\n");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    message.writeBytes(response.body());
    return message.toByteArray();
  }
}

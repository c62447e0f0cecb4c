package dev.pgext.admin;

import dev.pgext.observe.LogEntry;
import dev.pgext.observe.LogFilter;
import dev.pgext.observe.LogRing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * {@code /logs} of the admin server: the last entries that are admitted, one JSON object a line,
 * and with {@code follow=true} those that come. Whoever asks shows the token. Thread-safe; a
 * follower keeps its request's thread.
 */
public final class LogStream extends Handler.Abstract {
  private static final String PATH = "/logs";
  private static final String BEARER = "Bearer ";
  private static final int FOLLOWERS = 16;

  /** An empty line so often shows whether a follower is there still. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  private final LogRing ring;
  private final byte[] token;
  private final Semaphore followers = new Semaphore(FOLLOWERS);

  public LogStream(LogRing ring, String token) {
    this.ring = ring;
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals(PATH)) {
      return false;
    }
    if (!authorized(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      fail(response, callback, 401, "the token of admin-logs-token is missing or another one");
      return true;
    }
    LogQuery query;
    try {
      query = LogQuery.of(Request.extractQueryParameters(request));
    } catch (IllegalArgumentException e) {
      fail(response, callback, 400, String.valueOf(e.getMessage()));
      return true;
    }
    if (query.follow() && !followers.tryAcquire()) {
      fail(response, callback, 503, FOLLOWERS + " follow already");
      return true;
    }
    try {
      write(query, response, callback);
    } finally {
      if (query.follow()) {
        followers.release();
      }
    }
    return true;
  }

  /** As long as the comparison takes says nothing of the token. */
  private boolean authorized(@Nullable String header) {
    return header != null
        && header.startsWith(BEARER)
        && MessageDigest.isEqual(
            header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
  }

  private static void fail(Response response, Callback callback, int status, String reason) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(
        true, ByteBuffer.wrap((reason + "\n").getBytes(StandardCharsets.UTF_8)), callback);
  }

  private void write(LogQuery query, Response response, Callback callback)
      throws InterruptedException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      write(ring.after(0, Duration.ZERO), query, out);
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    }
  }

  private void write(LogRing.Page first, LogQuery query, OutputStream out)
      throws IOException, InterruptedException {
    LogRing.Page page = first;
    while (true) {
      out.write(lines(page, query.filter()));
      out.flush();
      if (!query.follow() || page.ended()) {
        return;
      }
      page = ring.after(page.next(), SIGN_OF_LIFE);
    }
  }

  private static byte[] lines(LogRing.Page page, LogFilter filter) {
    StringBuilder lines = new StringBuilder();
    for (LogEntry entry : page.entries()) {
      if (filter.admits(entry)) {
        lines.append(entry.json()).append('\n');
      }
    }
    return (lines.isEmpty() ? "\n" : lines.toString()).getBytes(StandardCharsets.UTF_8);
  }
}

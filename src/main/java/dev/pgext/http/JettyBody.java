package dev.pgext.http;

import dev.pgext.error.LimitError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body with a limit of bytes and one of time, so that neither a large nor a slow one takes
 * more than its share. Confined to the request's thread.
 */
final class JettyBody implements Body {
  /**
   * A body that is too large is read on for so long: a client that still writes would not see the
   * answer if the connection closed under it.
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final byte[] NOTHING = new byte[0];
  private static final int FIRST_BUFFER = 64 * 1024;

  private final Request request;
  private final long limit;
  private final Duration timeout;

  JettyBody(Request request, long limit, Duration timeout) {
    this.request = request;
    this.limit = limit;
    this.timeout = timeout;
  }

  @Override
  public byte[] read() {
    long length = request.getLength();
    boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (length == 0 || (length < 0 && !chunked)) {
      return NOTHING;
    }
    if (length > limit) {
      throw tooLarge();
    }
    int expected = length < 0 ? 1024 : (int) Math.min(length, FIRST_BUFFER);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Content.Chunk chunk = next(deadline);
      if (chunk == null) {
        throw new LimitError.BodyTimeout().asException();
      }
      if (bytes.size() + chunk.remaining() > limit) {
        chunk.release();
        throw tooLarge();
      }
      append(chunk, bytes);
      if (chunk.isLast()) {
        return bytes.toByteArray();
      }
    }
  }

  private RuntimeException tooLarge() {
    discard();
    return new LimitError.BodyTooLarge(limit).asException();
  }

  private void discard() {
    if (request.getHeaders().contains("Expect")) {
      return; // The client waits for a word before it sends anything.
    }
    long deadline = System.nanoTime() + LINGER.toNanos();
    boolean last = false;
    while (!last) {
      Content.Chunk chunk = next(deadline);
      if (chunk == null) {
        return;
      }
      last = chunk.isLast();
      chunk.release();
    }
  }

  /** The next chunk, or null when none came before the deadline. */
  private Content.@Nullable Chunk next(long deadline) {
    while (System.nanoTime() < deadline) {
      Content.Chunk chunk = request.read();
      if (chunk != null && !Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      // A failure that is not the last only says that the connection idled; a body has its own
      // time.
      if (chunk != null && chunk.isLast()) {
        throw new LimitError.BadRequest("The request body ended before it was complete")
            .asException();
      }
      if (chunk == null && !await(deadline)) {
        return null;
      }
    }
    return null;
  }

  private boolean await(long deadline) {
    CountDownLatch arrived = new CountDownLatch(1);
    request.demand(arrived::countDown);
    try {
      return arrived.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void append(Content.Chunk chunk, ByteArrayOutputStream bytes) {
    ByteBuffer buffer = chunk.getByteBuffer();
    byte[] part = new byte[buffer.remaining()];
    buffer.get(part);
    bytes.writeBytes(part);
    chunk.release();
  }
}

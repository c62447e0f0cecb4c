package dev.pgext.realtime.hub;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client reads; while it does not, or is told no socket, messages stay in the queue of
 * theirs.
 */
final class TestWire implements Transport {
  final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final Queue<Frame> unread = new ConcurrentLinkedQueue<>();
  volatile @Nullable Socket socket;
  volatile boolean reads = true;
  volatile int closed;

  @Override
  public void write(Frame frame, boolean more) {
    written.add(frame.toString());
    Socket from = socket;
    if (reads && from != null) {
      from.written(frame);
    } else {
      unread.add(frame);
    }
  }

  String next() throws InterruptedException {
    return Objects.requireNonNull(
        written.poll(TestHub.PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing came");
  }

  void readAll() {
    reads = true;
    for (Frame frame = unread.poll(); frame != null; frame = unread.poll()) {
      Objects.requireNonNull(socket).written(frame);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void ping(byte[] payload) {}

  @Override
  public void close(int code, String reason) {
    closed = code;
  }

  @Override
  public void abort() {}
}

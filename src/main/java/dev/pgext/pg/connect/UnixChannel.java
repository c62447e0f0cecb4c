package dev.pgext.pg.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A connected unix socket as a pair of streams with a read timeout.
 *
 * <p>Without a timeout a read parks a virtual thread; with one it waits on a selector. One thread
 * may read while another writes; either ends when a third closes.
 */
final class UnixChannel {

  private final SocketChannel channel;
  private volatile int readTimeoutMillis;

  private UnixChannel(SocketChannel channel) {
    this.channel = channel;
  }

  static UnixChannel open(Path file) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(file));
      return new UnixChannel(channel);
    } catch (IOException refused) {
      channel.close();
      throw new SocketException(
          "connection to server on socket \"" + file + "\" failed: " + refused.getMessage(),
          refused);
    }
  }

  void readTimeout(int millis) {
    readTimeoutMillis = millis;
  }

  int readTimeout() {
    return readTimeoutMillis;
  }

  void close() throws IOException {
    channel.close();
  }

  void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  InputStream input() {
    return new Input();
  }

  OutputStream output() {
    return new Output();
  }

  private int read(ByteBuffer buffer) throws IOException {
    int millis = readTimeoutMillis;
    try {
      return millis == 0 ? channel.read(buffer) : readWithin(millis, buffer);
    } catch (ClosedChannelException closed) {
      throw socketClosed(closed);
    }
  }

  private int readWithin(int millis, ByteBuffer buffer) throws IOException {
    channel.configureBlocking(false);
    try {
      int count = channel.read(buffer);
      return count == 0 ? awaitAndRead(millis, buffer) : count;
    } finally {
      restoreBlocking();
    }
  }

  private int awaitAndRead(int millis, ByteBuffer buffer) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      long left = millis;
      while (left > 0) {
        selector.select(left);
        selector.selectedKeys().clear();
        int count = channel.read(buffer);
        if (count != 0) {
          return count;
        }
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    }
    throw new SocketTimeoutException("Read timed out");
  }

  /** The selector is closed by now, which takes the channel out of it. */
  private void restoreBlocking() throws IOException {
    if (channel.isOpen()) {
      channel.configureBlocking(true);
    }
  }

  private static SocketException socketClosed(ClosedChannelException cause) {
    String message =
        cause instanceof AsynchronousCloseException ? "Socket closed" : "Socket is closed";
    return new SocketException(message, cause);
  }

  /** What the server sends. */
  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      return length == 0 ? 0 : UnixChannel.this.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** What the server gets. */
  private final class Output extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (ClosedChannelException closed) {
        throw socketClosed(closed);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

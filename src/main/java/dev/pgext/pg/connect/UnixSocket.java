package dev.pgext.pg.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket that becomes a unix one when it connects to an address that stands for a folder, and an
 * ordinary TCP socket otherwise.
 *
 * <p>{@code SocketChannel.socket()} does not exist for unix channels. Options of TCP are accepted
 * and mean nothing on a unix socket. As thread-safe as a socket.
 */
final class UnixSocket extends Socket {

  private final UnixSocketHosts hosts;
  private volatile @Nullable UnixChannel channel;
  private volatile boolean closed;

  UnixSocket(UnixSocketHosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    Optional<Path> file =
        endpoint instanceof InetSocketAddress address ? hosts.file(address) : Optional.empty();
    if (file.isEmpty()) {
      super.connect(endpoint, timeout);
      return;
    }
    UnixChannel opened = UnixChannel.open(file.get());
    channel = opened;
    if (closed) {
      opened.close();
      throw new SocketException("Socket closed");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    UnixChannel unix = channel;
    return unix == null ? super.getInputStream() : unix.input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    UnixChannel unix = channel;
    return unix == null ? super.getOutputStream() : unix.output();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    UnixChannel unix = channel;
    if (unix != null) {
      unix.close();
    }
    super.close();
  }

  @Override
  public boolean isConnected() {
    return channel != null || super.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel != null || super.isBound();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    UnixChannel unix = channel;
    if (unix == null) {
      super.setSoTimeout(millis);
      return;
    }
    if (millis < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    unix.readTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    UnixChannel unix = channel;
    return unix == null ? super.getSoTimeout() : unix.readTimeout();
  }

  @Override
  public void shutdownInput() throws IOException {
    UnixChannel unix = channel;
    if (unix == null) {
      super.shutdownInput();
      return;
    }
    unix.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    UnixChannel unix = channel;
    if (unix == null) {
      super.shutdownOutput();
      return;
    }
    unix.shutdownOutput();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    if (channel == null) {
      super.setTcpNoDelay(on);
    }
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    if (channel == null) {
      super.setKeepAlive(on);
    }
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    if (channel == null) {
      super.setSoLinger(on, linger);
    }
  }

  @Override
  public String toString() {
    return channel == null ? super.toString() : "UnixSocket" + (closed ? "[closed]" : "[open]");
  }
}

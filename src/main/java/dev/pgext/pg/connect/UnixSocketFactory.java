package dev.pgext.pg.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Gives pgjdbc sockets that reach the folders of unix sockets as well as TCP hosts.
 *
 * <p>The driver makes one per connection, by name, with the property {@code socketFactoryArg}.
 */
public final class UnixSocketFactory extends SocketFactory {

  private final UnixSocketHosts hosts;

  /**
   * @param folders the folders, one a line
   */
  public UnixSocketFactory(String folders) {
    hosts = UnixSocketHosts.of(folders);
  }

  @Override
  public Socket createSocket() {
    return new UnixSocket(hosts);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return createSocket(address, port);
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    try {
      socket.connect(address);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }
}

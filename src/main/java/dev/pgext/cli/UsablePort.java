package dev.pgext.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A port of this machine for a server that only its developer uses. It is held until the server
 * listens, so that another one which starts at the same time takes another.
 */
final class UsablePort implements AutoCloseable {
  private static final int LAST = 65_535;

  private final ServerSocket held;

  private UsablePort(ServerSocket held) {
    this.held = held;
  }

  /** What somebody wrote as a port; 0 stands for any. */
  static final class Converter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= LAST) {
          return port;
        }
      } catch (NumberFormatException noNumber) {
        // It is told as one that is out of range.
      }
      throw new TypeConversionException("\"" + text + "\" is no port: write 0 to " + LAST);
    }
  }

  /** The port asked for, or a free one where somebody listens there already; 0 takes a free one. */
  static UsablePort like(int wished) throws IOException {
    try {
      return new UsablePort(listening(wished));
    } catch (IOException inUse) {
      UsablePort other = new UsablePort(listening(0));
      System.err.printf("Port %d is in use, so it is %d.%n", wished, other.number());
      return other;
    }
  }

  private static ServerSocket listening(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  int number() {
    return held.getLocalPort();
  }

  /** Lets somebody else listen there. */
  @Override
  public void close() throws IOException {
    held.close();
  }
}

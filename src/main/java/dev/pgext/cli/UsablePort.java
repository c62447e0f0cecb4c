package dev.pgext.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine for a server that only its developer uses. */
final class UsablePort {
  private static final int LAST = 65_535;

  private UsablePort() {}

  /** Whether a port may have that number; 0 stands for any. */
  static boolean valid(int port) {
    return port >= 0 && port <= LAST;
  }

  /** The port asked for, or a free one where somebody listens there already; 0 takes a free one. */
  static int like(int wished) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket probe = new ServerSocket(wished, 1, loopback)) {
      return probe.getLocalPort();
    } catch (IOException inUse) {
      try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
        System.err.printf("Port %d is in use, so it is %d.%n", wished, probe.getLocalPort());
        return probe.getLocalPort();
      }
    }
  }
}

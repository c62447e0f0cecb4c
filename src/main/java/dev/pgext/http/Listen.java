package dev.pgext.http;

import dev.pgext.config.SocketMode;
import java.nio.file.Path;

/** Where a server accepts connections. */
public sealed interface Listen {

  /**
   * A host and port.
   *
   * @param host a name, an address, or one of {@code * *4 !4 *6 !6}, which mean every address
   * @param port zero for any that is free
   * @param reusePort whether another process may listen there as well
   */
  record Tcp(String host, int port, boolean reusePort) implements Listen {}

  /** A unix socket. */
  record Unix(Path path, SocketMode mode) implements Listen {}
}

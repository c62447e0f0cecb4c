package dev.pgext.pg.connect;

import java.nio.file.Path;

/**
 * Where a server listens.
 *
 * @param host a name, an address, or the folder of a unix socket
 */
public record ServerAddress(String host, int port) {

  /** Whether the host is a folder. */
  public boolean isUnixSocket() {
    return host.startsWith("/");
  }

  /** What pgjdbc, which knows no folders, calls the host. */
  public String driverHost() {
    return isUnixSocket() ? UnixSocketHosts.alias(host) : host;
  }

  /** The socket's file. */
  Path socketFile() {
    return Path.of(host, ".s.PGSQL." + port);
  }

  /** As a log shows it: {@code host:port}, with brackets around IPv6, or the socket's file. */
  @Override
  public String toString() {
    if (isUnixSocket()) {
      return socketFile().toString();
    }
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}

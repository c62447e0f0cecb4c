package dev.pgext.pg.connect;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Addresses that stand for the folders of unix sockets, since pgjdbc knows hosts and ports only.
 *
 * <p>They are of 0.0.0.0/8, which no host has and no name server is asked for, and made of the
 * folder's name, so that the driver's memory of which host is a primary does not mix them up.
 */
final class UnixSocketHosts {

  private static final String SEPARATOR = "\n";

  private final Map<String, String> folders;

  private UnixSocketHosts(Map<String, String> folders) {
    this.folders = folders;
  }

  static String alias(String folder) {
    int hash = folder.hashCode() | 1;
    return "0." + ((hash >>> 16) & 0xff) + "." + ((hash >>> 8) & 0xff) + "." + (hash & 0xff);
  }

  /** The folders as one property. */
  static String argument(List<String> folders) {
    return String.join(SEPARATOR, folders);
  }

  static UnixSocketHosts of(String argument) {
    return new UnixSocketHosts(
        argument
            .lines()
            .collect(Collectors.toMap(UnixSocketHosts::alias, Function.identity(), (a, b) -> a)));
  }

  /** The socket's file, if the address stands for one. */
  Optional<Path> file(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String folder = folders.get(host == null ? address.getHostString() : host.getHostAddress());
    return Optional.ofNullable(folder)
        .map(found -> new ServerAddress(found, address.getPort()).socketFile());
  }
}

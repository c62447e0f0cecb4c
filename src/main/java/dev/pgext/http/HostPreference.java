package dev.pgext.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The values of {@code server-host} that are no names: {@code *} and {@code *4} every address,
 * {@code !4} every IPv4 address, {@code *6} and {@code !6} every IPv6 address.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/configuration.html#server-host">PostgREST:
 *     server-host</a>
 */
final class HostPreference {
  private static final String ALL_IPV4 = "0.0.0.0";
  private static final String ALL_IPV6 = "::";

  private HostPreference() {}

  /** The address to bind: the first one that this machine can. */
  static InetAddress address(String host) throws UnknownHostException {
    UnknownHostException failure = new UnknownHostException(host);
    for (String candidate : candidates(host)) {
      try {
        InetAddress address = InetAddress.getByName(candidate);
        if (!address.isAnyLocalAddress() || bindable(address)) {
          return address;
        }
      } catch (UnknownHostException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** The host of an address as a log line has it: {@code 127.0.0.1}, {@code [::1]}. */
  static String text(String host) {
    if (host.indexOf(':') < 0) {
      return host;
    }
    String zeros = (":" + host).replaceFirst("(:0){2,}(:|$)", "::");
    return "[" + (zeros.startsWith("::") ? zeros : zeros.substring(1)) + "]";
  }

  private static List<String> candidates(String host) {
    return switch (host) {
      case "!4" -> List.of(ALL_IPV4);
      case "!6" -> List.of(ALL_IPV6);
      case "*", "*4" -> List.of(ALL_IPV4, ALL_IPV6);
      case "*6" -> List.of(ALL_IPV6, ALL_IPV4);
      default -> List.of(host);
    };
  }

  private static boolean bindable(InetAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

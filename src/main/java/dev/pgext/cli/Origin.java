package dev.pgext.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs this, and where: what a list of releases says besides the role in the database. */
final class Origin {
  private Origin() {}

  static String here() {
    return System.getProperty("user.name", "?") + "@" + host();
  }

  private static String host() {
    String told = System.getenv("HOSTNAME");
    if (told != null && !told.isBlank()) {
      return told;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "?";
    }
  }
}

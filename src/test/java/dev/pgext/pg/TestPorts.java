package dev.pgext.pg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports for servers that are started a moment later, or again on the same port: below those
 * that the operating system hands out, so that no client's connection has taken one meanwhile, and
 * from another place in each JVM. Thread-safe.
 */
public final class TestPorts {
  private static final int FIRST = 12_000;
  private static final int COUNT = 20_000;

  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 211 % COUNT));

  private TestPorts() {}

  /** A port on which nobody listens, and which this JVM is not given twice soon. */
  public static int next() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no TCP port is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }
}

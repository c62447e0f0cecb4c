package dev.pgext.realtime.hub;

/** Begins conversations: what a path's websockets speak. Thread-safe. */
@FunctionalInterface
public interface SocketProtocol {

  /**
   * A socket was opened.
   *
   * @throws dev.pgext.error.ApiException where it is not welcome: it is closed with the reason
   */
  SocketHandler open(Session session, Handshake handshake);
}

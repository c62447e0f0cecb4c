package dev.pgext.realtime.hub;

/**
 * One conversation on one socket, in one protocol. Its methods are called one after the other, in
 * the order of what came; they may block, which delays the client's next message.
 */
public interface SocketHandler {

  /** A text message. */
  void text(String message);

  /** A binary message. */
  void binary(byte[] message);

  /** The socket is closed; the last call. */
  void closed();
}

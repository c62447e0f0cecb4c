package dev.pgext.realtime.hub;

/** What carries a socket's messages: the web server's side of {@link Socket}. Thread-safe. */
public interface Transport {

  /**
   * Hands a message over; when it is written, or never can be, {@link Socket#written} is called.
   *
   * @param more whether {@link #flush} will be called, so that several messages go out together
   */
  void write(Frame frame, boolean more);

  /** Writes what was handed over. */
  void flush();

  /** Asks the client whether it is there, and what it has received. */
  void ping(byte[] payload);

  /** Closes after what was handed over. */
  void close(int code, String reason);

  /** Cuts the connection. */
  void abort();
}

package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open websocket, as whatever protocol it speaks sees it. Thread-safe; nothing here waits for
 * the network.
 */
public interface Session {

  /** Its name in {@code ready} and in the log. */
  String id();

  /**
   * Sends a message after everything that was sent before. Past the bounds of the queue, in
   * messages or bytes, the socket is closed instead, so that the client comes back and resumes.
   */
  void send(Frame frame);

  /**
   * Keeps a place in the stream: what is sent from now on waits until it is filled, with one call.
   * Filling it with nothing gives it up.
   */
  Consumer<List<Frame>> reserve();

  /**
   * Asks the client's websocket to confirm that it has received everything up to here; not where
   * something is still on its way.
   *
   * @param position before it, everything was sent
   */
  void confirm(Cursor position);

  /** What the client's websocket confirmed last; null where nothing was. */
  @Nullable Cursor acknowledged();

  /**
   * Closes it after what was sent before.
   *
   * @param code as RFC 6455, section 7.4 has them
   * @param reason at most 123 bytes
   */
  void close(int code, String reason);

  /** Whether messages can still be sent. */
  boolean isOpen();

  /**
   * The client sent something that cannot be understood. A flood of such messages closes the
   * socket.
   */
  void faulty(ApiError error);
}

package dev.pgext.realtime.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A websocket message on its way out. The same instance, and the same bytes, go to every socket
 * that gets it. Immutable: nobody writes to the array.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.6">RFC 6455, section 5.6: data
 *     frames</a>
 */
public final class Frame {
  private final byte[] bytes;
  private final boolean binary;

  private Frame(byte[] bytes, boolean binary) {
    this.bytes = bytes;
    this.binary = binary;
  }

  /** A text message, given as UTF-8, which it keeps. */
  public static Frame text(byte[] utf8) {
    return new Frame(utf8, false);
  }

  /** A text message. */
  public static Frame text(String text) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A binary message, whose bytes it keeps. */
  public static Frame binary(byte[] bytes) {
    return new Frame(bytes, true);
  }

  public boolean isBinary() {
    return binary;
  }

  /** Its length in bytes. */
  public int size() {
    return bytes.length;
  }

  /** A view of its bytes, with a position of its own. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes);
  }

  /** Its bytes as text. */
  @Override
  public String toString() {
    return binary
        ? "binary, " + bytes.length + " bytes"
        : new String(bytes, StandardCharsets.UTF_8);
  }
}

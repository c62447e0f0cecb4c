package dev.pgext.realtime.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 JSON in the making: grows, and may be emptied and used again. Confined to one thread.
 *
 * <p>Texts are escaped exactly as PostgreSQL does it: quotes, backslashes and what is below a
 * space.
 */
public final class JsonBuffer {
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] NULL = ascii("null");

  /** The letter behind the backslash, 'u' for the long form, 0 where a byte stands for itself. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes;
  private int size;

  /** An empty buffer. */
  public JsonBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One ASCII character. */
  public JsonBuffer put(char character) {
    room(1);
    bytes[size++] = (byte) character;
    return this;
  }

  /** Bytes as they are. */
  public JsonBuffer put(byte[] data) {
    return put(data, 0, data.length);
  }

  /** Bytes as they are. */
  public JsonBuffer put(byte[] data, int from, int to) {
    room(to - from);
    System.arraycopy(data, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  /** A JSON string. */
  public JsonBuffer text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return text(utf8, 0, utf8.length);
  }

  /** A JSON string of UTF-8. */
  public JsonBuffer text(byte[] data, int from, int to) {
    room(to - from + 2);
    bytes[size++] = '"';
    int start = from;
    for (int index = from; index < to; index++) {
      byte b = data[index];
      if (b >= 0 && ESCAPES[b] != 0) {
        put(data, start, index);
        escape(b);
        start = index + 1;
      }
    }
    put(data, start, to);
    return put('"');
  }

  private void escape(byte b) {
    put('\\').put((char) ESCAPES[b]);
    if (ESCAPES[b] == 'u') {
      put('0').put('0').put((char) HEX[b >> 4]).put((char) HEX[b & 15]);
    }
  }

  JsonBuffer nothing() {
    return put(NULL);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /** How many bytes it holds. */
  public int size() {
    return size;
  }

  /** Empties it. */
  public JsonBuffer clear() {
    size = 0;
    return this;
  }

  /** A copy of what it holds. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}

package dev.pgext.realtime.cdc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reads the replication protocol's primitives from a message, one after another. */
final class MessageBytes {
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final byte[] data;
  private final ByteBuffer buffer;

  MessageBytes(byte[] data, int start) {
    this.data = data;
    this.buffer = ByteBuffer.wrap(data).position(start);
  }

  byte[] data() {
    return data;
  }

  int position() {
    return buffer.position();
  }

  void skip(int bytes) {
    buffer.position(buffer.position() + bytes);
  }

  char letter() {
    return (char) (buffer.get() & 0xFF);
  }

  byte int8() {
    return buffer.get();
  }

  /** A number of columns. */
  int count() {
    return Short.toUnsignedInt(buffer.getShort());
  }

  int int32() {
    return buffer.getInt();
  }

  long int64() {
    return buffer.getLong();
  }

  /** A text that ends with a zero byte. */
  String text() {
    int start = buffer.position();
    int end = start;
    while (data[end] != 0) {
      end++;
    }
    buffer.position(end + 1);
    return new String(data, start, end - start, StandardCharsets.UTF_8);
  }

  /** How many bytes follow. */
  int length() {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("a length beyond the end");
    }
    return length;
  }

  /** A text of so many bytes. */
  String text(int length) {
    int start = buffer.position();
    skip(length);
    return new String(data, start, length, StandardCharsets.UTF_8);
  }

  /** Microseconds since 2000. */
  Instant instant() {
    return POSTGRES_EPOCH.plus(int64(), ChronoUnit.MICROS);
  }
}

package dev.pgext.realtime.phoenix;

import org.jspecify.annotations.Nullable;

/**
 * A message of users to users. Nobody writes to its arrays.
 *
 * @param event its name, chosen by the sender
 * @param encoding what {@code payload} is
 * @param payload a JSON text in UTF-8, or any bytes
 * @param meta a JSON object about it; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied nowhere for speed
public record UserBroadcast(
    String event, Encoding encoding, byte[] payload, byte @Nullable [] meta) {

  /** What a payload is; the codes are the wire's. */
  public enum Encoding {
    BINARY(0),
    JSON(1);

    private final int code;

    Encoding(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}

package dev.pgext.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The verification secret: symmetric bytes, or the text of a JWK or a JWK set.
 *
 * <p>A class of its own so that no log line or exception can print it. Immutable.
 */
public final class JwtSecret {

  private final byte[] bytes;

  public JwtSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** The decoded secret. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The secret read as UTF-8, which a JWK is. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JwtSecret secret && Arrays.equals(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "JwtSecret[…]";
  }
}

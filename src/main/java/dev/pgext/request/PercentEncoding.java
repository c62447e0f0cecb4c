package dev.pgext.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding of bytes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986.html#section-2.1">RFC 3986 section 2.1</a>
 */
final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** The bytes; characters that are not escaped stand for their UTF-8. */
  static byte[] decode(String encoded) {
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int index = 0; index < bytes.length; index++) {
      if (isEscape(bytes, index)) {
        decoded.write(
            HexFormat.fromHexDigit(bytes[index + 1]) * 16
                + HexFormat.fromHexDigit(bytes[index + 2]));
        index += 2;
      } else {
        decoded.write(bytes[index]);
      }
    }
    return decoded.toByteArray();
  }

  /** The text with everything escaped but letters, digits and {@code -_.~}. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isEscape(byte[] bytes, int index) {
    return bytes[index] == '%'
        && index + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[index + 1])
        && HexFormat.isHexDigit(bytes[index + 2]);
  }

  /** Whether a character stands for itself. */
  static boolean isUnreserved(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || "-_.~".indexOf(character) >= 0;
  }
}

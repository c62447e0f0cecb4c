package dev.pgext.request;

import dev.pgext.error.LimitError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** UTF-8 without replacement characters. */
final class Utf8 {
  private static final int CHUNK = 8192;

  private Utf8() {}

  /** Whether all of it is UTF-8; keeps none of the text. */
  static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer chunk = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
    CoderResult result = decoder.decode(input, chunk, true);
    while (result.isOverflow()) {
      chunk.clear();
      result = decoder.decode(input, chunk, true);
    }
    return !result.isError();
  }

  /**
   * The text.
   *
   * @param what where the bytes stand, for the error
   */
  static String decode(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new LimitError.BadEncoding(what).asException();
    }
  }
}

package dev.pgext.realtime.phoenix;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text and its bytes, strictly: whoever gets a frame must be able to read it. */
final class Utf8 {

  private Utf8() {}

  /** The text of these bytes; null where they are not UTF-8. */
  static @Nullable String text(byte[] bytes, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Whether no surrogate stands alone: JSON can escape one, UTF-8 cannot hold it. */
  static boolean isWellFormed(String text) {
    return text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))
        || text.codePoints().noneMatch(Utf8::isSurrogate);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

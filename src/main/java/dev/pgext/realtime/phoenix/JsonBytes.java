package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A JSON text under construction, in UTF-8. Confined to one thread. */
final class JsonBytes {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final ByteArrayOutputStream bytes;

  JsonBytes(int size) {
    this.bytes = new ByteArrayOutputStream(size);
  }

  /** Punctuation and names that need no escaping. */
  JsonBytes raw(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A finished JSON value. */
  JsonBytes raw(byte[] json) {
    bytes.writeBytes(json);
    return this;
  }

  /** A string, or null. */
  JsonBytes string(@Nullable String text) {
    if (text == null) {
      return raw(NULL);
    }
    bytes.write('"');
    bytes.writeBytes(
        new String(JsonStringEncoder.getInstance().quoteAsString(text))
            .getBytes(StandardCharsets.UTF_8));
    bytes.write('"');
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}

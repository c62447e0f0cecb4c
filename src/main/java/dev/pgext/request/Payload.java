package dev.pgext.request;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body, read as far as planning needs it. */
@SuppressWarnings("ArrayRecordComponent") // bodies are handed on, never compared or copied
public sealed interface Payload {
  /** What goes to PostgreSQL. */
  byte[] bytes();

  /** Whether the first character that is not white space opens an object (RFC 8259 section 2). */
  default boolean opensObject() {
    for (byte b : bytes()) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '{';
      }
    }
    return false;
  }

  /**
   * What this body has in common with all that are planned and rendered alike but for their bytes,
   * if they come to the same address under the same headers; null where there is no such thing.
   */
  @Nullable String shape();

  /** A small body of the same {@link #shape}. */
  Payload standIn();

  private static byte[] standIn(boolean object) {
    return (object ? "{\"pgext\":0}" : "[{\"pgext\":0}]").getBytes(StandardCharsets.US_ASCII);
  }

  /** JSON whose objects all have {@code keys}. */
  record Json(byte[] bytes, Set<String> keys) implements Payload {
    public Json {
      keys = Set.copyOf(keys);
    }

    @Override
    public String shape() {
      StringBuilder shape = new StringBuilder(opensObject() ? "{" : "[");
      for (String key : new TreeSet<>(keys)) {
        shape.append(key.length()).append(':').append(key);
      }
      return shape.toString();
    }

    @Override
    public Payload standIn() {
      return new Json(Payload.standIn(opensObject()), keys);
    }
  }

  /** JSON that was not looked at, because {@code columns=} says which keys count. */
  record UncheckedJson(byte[] bytes) implements Payload {
    @Override
    public String shape() {
      return opensObject() ? "{" : "[";
    }

    @Override
    public Payload standIn() {
      return new UncheckedJson(Payload.standIn(opensObject()));
    }
  }

  /** Form fields in their order, for a function, to which they go one by one. */
  record Form(List<Map.Entry<String, String>> fields) implements Payload {
    private static final byte[] NOTHING = {};

    public Form {
      fields = List.copyOf(fields);
    }

    @Override
    public byte[] bytes() {
      return NOTHING;
    }

    @Override
    public @Nullable String shape() {
      return null;
    }

    @Override
    public Payload standIn() {
      return this;
    }
  }

  /** Text, XML or bytes for a function's single unnamed parameter. */
  record Raw(byte[] bytes) implements Payload {
    @Override
    public String shape() {
      return "";
    }

    @Override
    public Payload standIn() {
      return new Raw(Payload.standIn(true));
    }
  }
}

package dev.pgext.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The body, read as far as planning needs it. */
@SuppressWarnings("ArrayRecordComponent") // bodies are handed on, never compared or copied
public sealed interface Payload {
  /** JSON whose objects all have {@code keys}; {@code text} is what goes to PostgreSQL. */
  record Json(byte[] text, Set<String> keys) implements Payload {
    public Json {
      keys = Set.copyOf(keys);
    }
  }

  /** JSON that was not looked at, because {@code columns=} says which keys count. */
  record UncheckedJson(byte[] text) implements Payload {}

  /** Form fields in their order, for a function. */
  record Form(List<Map.Entry<String, String>> fields) implements Payload {
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /** Text, XML or bytes for a function's single unnamed parameter. */
  record Raw(byte[] bytes) implements Payload {}
}

package dev.pgext.realtime.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message to a client, member by member in their order; absent values are left out.
 * Confined to one thread.
 */
public final class ServerMessage {
  private static final JsonFactory JSON =
      new JsonMapper(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          .getFactory();

  private final ByteArrayOutputStream bytes;
  private final JsonGenerator generator;

  private ServerMessage(int size) {
    try {
      bytes = new ByteArrayOutputStream(size);
      generator = JSON.createGenerator(bytes);
      generator.writeStartObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A message of that type. */
  public static ServerMessage of(String type) {
    return new ServerMessage(256).with("type", type);
  }

  /** Writes something that may fail only for JSON's sake. */
  private interface Step {
    void write(JsonGenerator generator) throws IOException;
  }

  private ServerMessage write(Step step) {
    try {
      step.write(generator);
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public ServerMessage with(String name, @Nullable String value) {
    return value == null ? this : write(json -> json.writeStringField(name, value));
  }

  public ServerMessage with(String name, long value) {
    return write(json -> json.writeNumberField(name, value));
  }

  public ServerMessage with(String name, boolean value) {
    return write(json -> json.writeBooleanField(name, value));
  }

  /** Texts; an empty list is left out. */
  public ServerMessage with(String name, List<String> values) {
    return values.isEmpty()
        ? this
        : write(
            json -> {
              json.writeArrayFieldStart(name);
              for (String value : values) {
                json.writeString(value);
              }
              json.writeEndArray();
            });
  }

  /** Anything that Jackson can write: a JsonNode, a list of records. */
  public ServerMessage withValue(String name, @Nullable Object value) {
    return value == null ? this : write(json -> json.writeObjectField(name, value));
  }

  /** JSON that is there already. */
  public ServerMessage withJson(String name, byte @Nullable [] utf8) {
    return utf8 == null
        ? this
        : write(
            json -> {
              json.writeFieldName(name);
              json.writeRawValue("");
              json.flush();
              bytes.writeBytes(utf8);
            });
  }

  /** The message in UTF-8. */
  public byte[] bytes() {
    write(
        json -> {
          json.writeEndObject();
          json.close();
        });
    return bytes.toByteArray();
  }

  /** The message as text. */
  @Override
  public String toString() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

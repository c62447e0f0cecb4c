package dev.pgext.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes an {@link ApiError} as the JSON object that clients and log lines see. Keys come in
 * PostgREST's order, which is the alphabet's.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html">PostgREST: errors</a>
 */
public final class ErrorBody {
  private static final JsonFactory JSON = new JsonMapper().getFactory();

  private ErrorBody() {}

  /** Code, details, hint and message; what is absent is null. UTF-8. */
  public static byte[] verbose(ApiError error) {
    return write(
        json -> {
          json.writeStringField("code", error.code());
          json.writeObjectField("details", error.details());
          json.writeStringField("hint", error.hint());
          json.writeStringField("message", error.message());
        });
  }

  /** Code and message alone: {@code client-error-verbosity = minimal}. UTF-8. */
  public static byte[] minimal(ApiError error) {
    return write(
        json -> {
          json.writeStringField("code", error.code());
          json.writeStringField("message", error.message());
        });
  }

  /** The verbose form as text, for log lines. */
  public static String text(ApiError error) {
    return new String(verbose(error), StandardCharsets.UTF_8);
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON in memory", e);
    }
    return bytes.toByteArray();
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}

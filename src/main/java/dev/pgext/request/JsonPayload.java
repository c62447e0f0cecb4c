package dev.pgext.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import dev.pgext.request.Payload.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Checks a JSON body in one pass, without building it: valid, and all objects of an array with the
 * same keys. The bytes go on as they came.
 */
final class JsonPayload {
  private static final int MAX_DEPTH = 10_000;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final byte[] body;
  private final JsonParser parser;

  private JsonPayload(byte[] body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
  }

  static Json parse(byte[] body) {
    if (!Utf8.isValid(body) || !SurrogateEscapes.paired(body)) {
      throw invalid();
    }
    try (JsonParser parser = FACTORY.createParser(body)) {
      return new JsonPayload(body, parser).payload();
    } catch (IOException e) {
      throw invalid();
    }
  }

  /** What stands for a body without any row. */
  static Json empty() {
    return new Json("[]".getBytes(StandardCharsets.UTF_8), Set.of());
  }

  private Json payload() throws IOException {
    UniformKeys keys = new UniformKeys();
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      object(keys);
    } else if (first == JsonToken.START_ARRAY) {
      array(keys);
    }
    if (first == null || parser.nextToken() != null) {
      throw invalid();
    }
    if (!keys.uniform()) {
      throw new RequestError.InvalidBody("All object keys must match").asException();
    }
    return keys.objects() == 0 ? empty() : new Json(body, keys.names());
  }

  private void array(UniformKeys keys) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT && keys.uniform()) {
        object(keys);
      } else {
        keys.notAnObject();
        parser.skipChildren();
      }
    }
  }

  private void object(UniformKeys keys) throws IOException {
    keys.begin();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      keys.add(parser.currentName());
      parser.nextToken();
      parser.skipChildren();
    }
    keys.end();
  }

  private static ApiException invalid() {
    return new RequestError.InvalidBody("Empty or invalid json").asException();
  }
}

package dev.pgext.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Claims as JSON: read exactly, written as PostgREST writes them, members in order of their names.
 *
 * <p>Duplicate members are refused, as <a
 * href="https://www.rfc-editor.org/rfc/rfc7519#section-4">RFC 7519, section 4</a> allows: two
 * readers must not see two tokens in one.
 */
final class ClaimsJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(factory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .build();

  private ClaimsJson() {}

  /**
   * Jackson's usual pool of buffers is one for each thread, and each request has its own thread.
   */
  private static JsonFactory factory() {
    return JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();
  }

  /** The payload of a token whose signature holds. */
  static ObjectNode parse(byte[] payload) {
    try {
      return object(payload);
    } catch (IOException notAnObject) {
      throw TokenFaults.claims("Parsing claims failed");
    }
  }

  static ObjectNode object(byte[] json) throws IOException {
    if (value(json) instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("not a JSON object");
  }

  static JsonNode value(byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (NumberFormatException exponentTooLarge) { // Jackson lets BigDecimal's own through
      throw new IOException(exponentTooLarge);
    }
  }

  /** The claims with the role that was found in them, or the anonymous one. */
  static String encode(ObjectNode claims, String role) {
    Map<String, JsonNode> members = members(claims);
    members.put("role", TextNode.valueOf(role));
    return written(generator -> writeObject(members, generator));
  }

  static String encode(JsonNode value) {
    return written(generator -> write(value, generator));
  }

  private interface Content {
    void writeTo(JsonGenerator generator) throws IOException;
  }

  private static String written(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      content.writeTo(generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new TreeMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private static void writeObject(Map<String, JsonNode> members, JsonGenerator generator)
      throws IOException {
    generator.writeStartObject();
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      generator.writeFieldName(member.getKey());
      write(member.getValue(), generator);
    }
    generator.writeEndObject();
  }

  private static void write(JsonNode value, JsonGenerator generator) throws IOException {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(members(value), generator);
      case ARRAY -> writeArray(value, generator);
      case NUMBER -> generator.writeNumber(NumberText.of(value));
      default -> generator.writeTree(value);
    }
  }

  private static void writeArray(JsonNode array, JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (JsonNode element : array) {
      write(element, generator);
    }
    generator.writeEndArray();
  }
}

package dev.pgext.response;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgext.auth.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Claims as a function returned them → tokens: an object becomes a string, an array of objects an
 * array of strings. Null stays null: nobody was logged in.
 */
final class TokenBody {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final TokenSigner signer;

  TokenBody(TokenSigner signer) {
    this.signer = signer;
  }

  byte[] signed(byte[] body) {
    try {
      JsonNode claims = JSON.readTree(body);
      return JSON.writeValueAsBytes(claims instanceof ArrayNode each ? all(each) : one(claims));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ArrayNode all(ArrayNode each) throws IOException {
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode(each.size());
    for (JsonNode claims : each) {
      tokens.add(one(claims));
    }
    return tokens;
  }

  private JsonNode one(JsonNode claims) throws IOException {
    return claims.isNull() ? claims : TextNode.valueOf(signer.sign(JSON.writeValueAsBytes(claims)));
  }
}

package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pgext.config.JwtSecret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of {@code jwt-secret}: a JWK set, one JWK, or a text that is itself the secret of HS256.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517: JWK set</a>
 */
record KeySet(List<VerificationKey> keys) {
  KeySet {
    keys = List.copyOf(keys);
  }

  static KeySet of(JwtSecret secret) {
    return jwks(secret).map(KeySet::ofJwks).orElseGet(() -> ofText(secret));
  }

  /** The secret's JWKs as an array; empty where it is a text. */
  static Optional<JsonNode> jwks(JwtSecret secret) {
    return json(secret).flatMap(KeySet::keyList);
  }

  /** Checks the signature with each key that suits, until one verifies it. */
  void verify(CompactToken token) {
    List<VerificationKey> suitable = keys.stream().filter(key -> key.suits(token)).toList();
    if (suitable.isEmpty()) {
      throw TokenFaults.noSuitableKey();
    }
    if (suitable.stream().noneMatch(key -> key.verifies(token))) {
      throw TokenFaults.signatureMismatch();
    }
  }

  private static Optional<JsonNode> json(JwtSecret secret) {
    try {
      return Optional.of(ClaimsJson.value(secret.bytes()));
    } catch (IOException plainText) {
      return Optional.empty();
    }
  }

  /** The JWKs as an array; empty where the JSON is not about keys. */
  private static Optional<JsonNode> keyList(JsonNode json) {
    if (json.has("keys")) {
      return Optional.of(json.path("keys"));
    }
    if (json.has("kty")) {
      return Optional.of(JsonNodeFactory.instance.arrayNode().add(json));
    }
    return Optional.of(json).filter(array -> array.isArray() && array.path(0).has("kty"));
  }

  private static KeySet ofJwks(JsonNode jwks) {
    if (!jwks.isArray()) {
      throw new IllegalArgumentException("jwt-secret: \"keys\" must be an array of JWKs");
    }
    return new KeySet(
        StreamSupport.stream(jwks.spliterator(), false)
            .map(JwkReader::read)
            .flatMap(Optional::stream)
            .toList());
  }

  private static KeySet ofText(JwtSecret secret) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.HS256;
    return new KeySet(
        List.of(
            new VerificationKey(
                null, Set.of(algorithm), new SecretKeySpec(secret.bytes(), algorithm.jdkName()))));
  }
}

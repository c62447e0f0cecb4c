package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.config.JwtSecret;
import java.security.Key;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs tokens: a secret that is shared, or the private half of a JWK.
 *
 * @param keyId its {@code kid}, which the token's header names
 */
record SigningKey(@Nullable String keyId, SignatureAlgorithm algorithm, Key key) {

  /** The first key of the secret that can sign; empty where all are public. */
  static Optional<SigningKey> of(JwtSecret secret) {
    Optional<JsonNode> jwks = KeySet.jwks(secret);
    return jwks.isEmpty()
        ? Optional.of(ofText(secret))
        : StreamSupport.stream(jwks.get().spliterator(), false)
            .map(PrivateJwkReader::read)
            .flatMap(Optional::stream)
            .findFirst();
  }

  private static SigningKey ofText(JwtSecret secret) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.HS256;
    return new SigningKey(null, algorithm, new SecretKeySpec(secret.bytes(), algorithm.jdkName()));
  }
}

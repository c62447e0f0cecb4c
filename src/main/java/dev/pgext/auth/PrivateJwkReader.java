package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * JWK with a private half → the key that signs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6.3.2">RFC 7518: private keys</a>
 */
final class PrivateJwkReader {
  private final JsonNode jwk;

  private PrivateJwkReader(JsonNode jwk) {
    this.jwk = jwk;
  }

  /** The key; empty where it is public, or not for signatures. */
  static Optional<SigningKey> read(JsonNode jwk) {
    PrivateJwkReader reader = new PrivateJwkReader(jwk);
    try {
      return reader.algorithm().isEmpty() ? Optional.empty() : reader.signing();
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new IllegalArgumentException("jwt-secret: malformed JWK: " + malformed.getMessage());
    }
  }

  private Optional<SigningKey> signing() throws GeneralSecurityException {
    SignatureAlgorithm algorithm = algorithm().orElseThrow();
    Key key =
        switch (text("kty")) {
          case "oct" -> new SecretKeySpec(bytes("k"), algorithm.jdkName());
          case "RSA" -> jwk.has("d") ? rsaKey() : null;
          case "EC" -> jwk.has("d") ? ecKey() : null;
          default -> jwk.has("d") ? edwardsKey() : null;
        };
    return key == null
        ? Optional.empty()
        : Optional.of(new SigningKey(jwk.path("kid").textValue(), algorithm, key));
  }

  /** What the key says that it is for, else the usual one of its type. */
  private Optional<SignatureAlgorithm> algorithm() {
    if (jwk.hasNonNull("use") && !jwk.path("use").asText().equals("sig")) {
      return Optional.empty();
    }
    String usual = usual();
    String named = jwk.path("alg").textValue();
    return usual == null
        ? Optional.empty()
        : SignatureAlgorithm.named(named == null ? usual : named);
  }

  private @Nullable String usual() {
    return switch (jwk.path("kty").asText() + " " + jwk.path("crv").asText()) {
      case "oct " -> "HS256";
      case "RSA " -> "RS256";
      case "EC P-256" -> "ES256";
      case "EC P-384" -> "ES384";
      case "EC P-521" -> "ES512";
      case "OKP Ed25519", "OKP Ed448" -> "EdDSA";
      default -> null;
    };
  }

  /** With the primes where they are given, which makes it faster. */
  private Key rsaKey() throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    if (!jwk.has("p") || !jwk.has("e")) {
      return factory.generatePrivate(new RSAPrivateKeySpec(number("n"), number("d")));
    }
    return factory.generatePrivate(
        new RSAPrivateCrtKeySpec(
            number("n"),
            number("e"),
            number("d"),
            number("p"),
            number("q"),
            number("dp"),
            number("dq"),
            number("qi")));
  }

  private Key ecKey() throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec(text("crv").replace("P-", "NIST P-")));
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(number("d"), curve.getParameterSpec(ECParameterSpec.class)));
  }

  private Key edwardsKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("EdDSA")
        .generatePrivate(new EdECPrivateKeySpec(new NamedParameterSpec(text("crv")), bytes("d")));
  }

  private BigInteger number(String member) {
    return new BigInteger(1, bytes(member));
  }

  private byte[] bytes(String member) {
    return Base64.getUrlDecoder().decode(text(member));
  }

  private String text(String member) {
    String text = jwk.path(member).textValue();
    if (text == null) {
      throw new IllegalArgumentException("\"" + member + "\" is missing or not text");
    }
    return text;
  }
}

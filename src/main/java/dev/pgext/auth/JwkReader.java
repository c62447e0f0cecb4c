package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/**
 * JWK → key. Of a private key only the public half is read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-6">RFC 7518: keys</a>
 */
final class JwkReader {
  private final JsonNode jwk;

  private JwkReader(JsonNode jwk) {
    this.jwk = jwk;
  }

  /** The key; empty where its type is none that verifies tokens. */
  static Optional<VerificationKey> read(JsonNode jwk) {
    JwkReader reader = new JwkReader(jwk);
    try {
      return reader.key();
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new IllegalArgumentException("jwt-secret: malformed JWK: " + malformed.getMessage());
    }
  }

  private Optional<VerificationKey> key() throws GeneralSecurityException {
    return switch (text("kty")) {
      case "oct" -> verifying(SignatureAlgorithm.HMAC, new SecretKeySpec(bytes("k"), "Hmac"));
      case "RSA" -> verifying(SignatureAlgorithm.RSA, rsaKey());
      case "EC", "OKP" -> curveKey();
      default -> Optional.empty();
    };
  }

  /** RFC 7518, section 3.4: each ECDSA algorithm has its own curve. */
  private Optional<VerificationKey> curveKey() throws GeneralSecurityException {
    return switch (text("crv")) {
      case "P-256" -> verifying(Set.of(SignatureAlgorithm.ES256), ecKey());
      case "P-384" -> verifying(Set.of(SignatureAlgorithm.ES384), ecKey());
      case "P-521" -> verifying(Set.of(SignatureAlgorithm.ES512), ecKey());
      case "Ed25519", "Ed448" -> verifying(Set.of(SignatureAlgorithm.EDDSA), edwardsKey());
      default -> Optional.empty();
    };
  }

  private Optional<VerificationKey> verifying(Set<SignatureAlgorithm> possible, Key key) {
    Set<SignatureAlgorithm> allowed =
        possible.stream().filter(this::isAllowed).collect(Collectors.toSet());
    return Optional.of(new VerificationKey(jwk.path("kid").textValue(), allowed, key));
  }

  private boolean isAllowed(SignatureAlgorithm algorithm) {
    boolean forSignatures = !jwk.hasNonNull("use") || jwk.path("use").asText().equals("sig");
    String only = jwk.path("alg").textValue();
    return forSignatures
        && (only == null || SignatureAlgorithm.named(only).equals(Optional.of(algorithm)));
  }

  private Key rsaKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number("n"), number("e")));
  }

  private Key ecKey() throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec(text("crv").replace("P-", "NIST P-")));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(number("x"), number("y")),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  /** RFC 8032, section 5.1.2: little endian, the sign of x in the highest bit. */
  private Key edwardsKey() throws GeneralSecurityException {
    byte[] bigEndian = reversed(bytes("x"));
    boolean xOdd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
    return KeyFactory.getInstance("EdDSA")
        .generatePublic(new EdECPublicKeySpec(new NamedParameterSpec(text("crv")), point));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private BigInteger number(String member) {
    return new BigInteger(1, bytes(member));
  }

  private byte[] bytes(String member) {
    byte[] bytes = Base64.getUrlDecoder().decode(text(member));
    if (bytes.length == 0) {
      throw new IllegalArgumentException("\"" + member + "\" is empty");
    }
    return bytes;
  }

  private String text(String member) {
    String text = jwk.path(member).textValue();
    if (text == null) {
      throw new IllegalArgumentException("\"" + member + "\" is missing or not text");
    }
    return text;
  }
}

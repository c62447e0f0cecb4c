package dev.pgext.auth;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * The signature algorithms of tokens, all done by the JDK: java-jwt knows neither PS256 nor EdDSA,
 * and hides which step of reading a token failed, which clients are told.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518: algorithms</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8037">RFC 8037: EdDSA</a>
 */
enum SignatureAlgorithm {
  HS256("HS256", "HmacSHA256", 0),
  HS384("HS384", "HmacSHA384", 0),
  HS512("HS512", "HmacSHA512", 0),
  RS256("RS256", "SHA256withRSA", 0),
  RS384("RS384", "SHA384withRSA", 0),
  RS512("RS512", "SHA512withRSA", 0),
  PS256("PS256", "RSASSA-PSS", 32),
  PS384("PS384", "RSASSA-PSS", 48),
  PS512("PS512", "RSASSA-PSS", 64),
  ES256("ES256", "SHA256withECDSAinP1363Format", 0),
  ES384("ES384", "SHA384withECDSAinP1363Format", 0),
  ES512("ES512", "SHA512withECDSAinP1363Format", 0),
  EDDSA("EdDSA", "EdDSA", 0);

  /** What a symmetric key verifies. */
  static final Set<SignatureAlgorithm> HMAC = EnumSet.of(HS256, HS384, HS512);

  /** What an RSA key verifies. */
  static final Set<SignatureAlgorithm> RSA = EnumSet.of(RS256, RS384, RS512, PS256, PS384, PS512);

  private final String name;
  private final String jdkName;
  private final int saltBytes;

  SignatureAlgorithm(String name, String jdkName, int saltBytes) {
    this.name = name;
    this.jdkName = jdkName;
    this.saltBytes = saltBytes;
  }

  /** The algorithm with that {@code alg}. */
  static Optional<SignatureAlgorithm> named(String name) {
    return Stream.of(values()).filter(algorithm -> algorithm.name.equals(name)).findFirst();
  }

  /** Its {@code alg}. */
  String text() {
    return name;
  }

  /** The name that the JDK's key specification of a symmetric key wants. */
  String jdkName() {
    return jdkName;
  }

  /** Whether the signature is that key's over the text. */
  boolean verify(Key key, byte[] text, byte[] signature) {
    try {
      return key instanceof PublicKey publicKey
          ? verifySignature(publicKey, text, signature)
          : verifyMac(key, text, signature);
    } catch (SignatureException | InvalidKeyException doesNotFit) {
      return false;
    } catch (GeneralSecurityException missingInJdk) {
      throw new IllegalStateException(missingInJdk);
    }
  }

  /** The key's signature over the text. */
  byte[] sign(Key key, byte[] text) {
    try {
      if (key instanceof PrivateKey privateKey) {
        return signature(privateKey, text);
      }
      Mac mac = Mac.getInstance(jdkName);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException unfit) {
      throw new IllegalArgumentException("the key does not sign with " + name, unfit);
    }
  }

  private byte[] signature(PrivateKey key, byte[] text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jdkName);
    if (saltBytes > 0) {
      signature.setParameter(saltOfHashLength());
    }
    signature.initSign(key);
    signature.update(text);
    return signature.sign();
  }

  private boolean verifyMac(Key key, byte[] text, byte[] expected) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(jdkName);
    mac.init(key);
    return MessageDigest.isEqual(mac.doFinal(text), expected);
  }

  private boolean verifySignature(PublicKey key, byte[] text, byte[] expected)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jdkName);
    if (saltBytes > 0) {
      signature.setParameter(saltOfHashLength());
    }
    signature.initVerify(key);
    signature.update(text);
    return signature.verify(expected);
  }

  /** RFC 7518, section 3.5. */
  private PSSParameterSpec saltOfHashLength() {
    String digest = "SHA-" + saltBytes * Byte.SIZE;
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltBytes, 1);
  }
}

package dev.pgext.auth;

import static dev.pgext.auth.SignedTokens.base64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.config.JwtSecret;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
  private static final String NO_KEY = "No suitable key was found to decode the JWT";
  private static final String NO_MATCH = "None of the keys was able to decode the JWT";
  private static final byte[] BYTES = "an octet key of some length, 40 bytes..".getBytes(UTF_8);
  private static final KeyPair RSA = rsaPair();

  private static KeyPair rsaPair() {
    return keyPair("RSA");
  }

  private static KeyPair ellipticPair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keyPair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeySet keys(String json) {
    return KeySet.of(new JwtSecret(json.getBytes(UTF_8)));
  }

  private static String octJwk(String more) {
    return "{\"kty\":\"oct\",\"k\":\"" + base64(BYTES) + "\"" + more + "}";
  }

  private static String rsaJwk(KeyPair pair, String more) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return "{\"kty\":\"RSA\",\"n\":\""
        + number(key.getModulus())
        + "\",\"e\":\""
        + number(key.getPublicExponent())
        + "\""
        + more
        + "}";
  }

  private static String ecJwk(KeyPair pair, String curve) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{\"kty\":\"EC\",\"crv\":\""
        + curve
        + "\",\"x\":\""
        + number(key.getW().getAffineX())
        + "\",\"y\":\""
        + number(key.getW().getAffineY())
        + "\"}";
  }

  private static String edwardsJwk(KeyPair pair, int length) {
    EdECPublicKey key = (EdECPublicKey) pair.getPublic();
    byte[] bigEndian = key.getPoint().getY().toByteArray();
    byte[] x = new byte[length];
    for (int i = 0; i < bigEndian.length && i < length; i++) {
      x[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      x[length - 1] |= (byte) 0x80;
    }
    return "{\"kty\":\"OKP\",\"crv\":\""
        + key.getParams().getName()
        + "\",\"x\":\""
        + base64(x)
        + "\"}";
  }

  private static String number(BigInteger value) {
    return base64(value.toByteArray());
  }

  private static void verify(KeySet keys, String token) {
    keys.verify(CompactToken.parse(token));
  }

  private static void refuses(KeySet keys, String token, String details) {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> verify(keys, token));
    assertThat(refused.error().message()).isEqualTo("No suitable key or wrong key type");
    assertThat(refused.error().details()).isEqualTo(ApiError.text(details));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void verifiesWithASymmetricJwk(String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\"}";
    KeySet keys = keys(octJwk(""));
    verify(keys, SignedTokens.hmac(header, "{}", BYTES));
    refuses(keys, SignedTokens.hmac(header, "{}", new byte[] {1}), NO_MATCH);
    refuses(keys(octJwk(",\"alg\":\"RS256\"")), SignedTokens.hmac(header, "{}", BYTES), NO_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void verifiesWithAnRsaJwk(String algorithm) {
    KeySet keys = keys(rsaJwk(RSA, ",\"use\":\"sig\",\"key_ops\":[\"verify\"]"));
    verify(keys, SignedTokens.withKey(algorithm, RSA.getPrivate(), "{}"));
    KeyPair other = rsaPair();
    refuses(keys, SignedTokens.withKey(algorithm, other.getPrivate(), "{}"), NO_MATCH);
  }

  @ParameterizedTest
  @CsvSource({"ES256,secp256r1,P-256", "ES384,secp384r1,P-384", "ES512,secp521r1,P-521"})
  void verifiesWithAnEllipticCurveJwk(String algorithm, String jdkCurve, String curve) {
    KeyPair pair = ellipticPair(jdkCurve);
    KeySet keys = keys(ecJwk(pair, curve));
    verify(keys, SignedTokens.withKey(algorithm, pair.getPrivate(), "{}"));
    KeyPair other = ellipticPair(jdkCurve);
    refuses(keys, SignedTokens.withKey(algorithm, other.getPrivate(), "{}"), NO_MATCH);
    String unsigned = SignedTokens.signed("{\"alg\":\"" + algorithm + "\"}", "{}");
    refuses(keys, unsigned + "." + base64(new byte[64]), NO_MATCH);
    refuses(keys, unsigned + "." + base64(new byte[3]), NO_MATCH);
  }

  @ParameterizedTest
  @CsvSource({"Ed25519,32", "Ed448,57"})
  void verifiesWithAnEdwardsCurveJwk(String curve, int length) {
    for (int i = 0; i < 8; i++) {
      KeyPair pair = keyPair(curve);
      KeySet keys = keys(edwardsJwk(pair, length));
      verify(keys, SignedTokens.withKey("EdDSA", pair.getPrivate(), "{}"));
      KeyPair other = keyPair(curve);
      refuses(keys, SignedTokens.withKey("EdDSA", other.getPrivate(), "{}"), NO_MATCH);
    }
  }

  @Test
  void readsTheExampleOfRfc8037() {
    KeySet keys =
        keys(
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
    verify(
        keys,
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
            + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  }

  @Test
  void neverTakesAPublicKeyForASecret() {
    String jwk = rsaJwk(RSA, "");
    String header = "{\"alg\":\"HS256\"}";
    refuses(keys(jwk), SignedTokens.hmac(header, "{}", jwk.getBytes(UTF_8)), NO_KEY);
    refuses(keys(jwk), SignedTokens.hmac(header, "{}", RSA.getPublic().getEncoded()), NO_KEY);
    refuses(keys("[" + jwk + "]"), SignedTokens.hmac(header, "{}", jwk.getBytes(UTF_8)), NO_KEY);
  }

  @Test
  void choosesKeysByTheirId() {
    String set =
        "{\"keys\":["
            + octJwk(",\"kid\":\"a\"")
            + ","
            + rsaJwk(RSA, ",\"kid\":\"b\",\"alg\":\"RS256\"")
            + ",{\"kty\":\"quantum\",\"kid\":\"c\"},{\"kty\":\"EC\",\"crv\":\"secp256k1\"}]}";
    KeySet keys = keys(set);
    verify(keys, SignedTokens.hmac("{\"alg\":\"HS256\",\"kid\":\"a\"}", "{}", BYTES));
    verify(keys, SignedTokens.hmac("{\"alg\":\"HS256\",\"kid\":null}", "{}", BYTES));
    verify(keys, SignedTokens.withKey("RS256", RSA.getPrivate(), "{}"));
    refuses(keys, SignedTokens.hmac("{\"alg\":\"HS256\",\"kid\":\"b\"}", "{}", BYTES), NO_KEY);
    refuses(keys, SignedTokens.withKey("PS256", RSA.getPrivate(), "{}"), NO_KEY);
  }

  @Test
  void triesEveryKeyThatSuits() {
    KeyPair other = rsaPair();
    KeySet keys = keys("{\"keys\":[" + rsaJwk(other, "") + "," + rsaJwk(RSA, "") + "]}");
    verify(keys, SignedTokens.withKey("RS512", RSA.getPrivate(), "{}"));
  }

  @Test
  void ignoresKeysForEncryption() {
    String token = SignedTokens.withKey("RS256", RSA.getPrivate(), "{}");
    refuses(keys(rsaJwk(RSA, ",\"use\":\"enc\"")), token, NO_KEY);
  }

  @Test
  void takesATextForHs256Only() {
    KeySet keys = keys(SignedTokens.SECRET);
    byte[] secret = SignedTokens.SECRET.getBytes(UTF_8);
    verify(keys, SignedTokens.hmac("{\"alg\":\"HS256\"}", "{}", secret));
    refuses(keys, SignedTokens.hmac("{\"alg\":\"HS512\"}", "{}", secret), NO_KEY);
    refuses(keys, SignedTokens.hmac("{\"alg\":\"HS256\",\"kid\":\"x\"}", "{}", secret), NO_KEY);
  }

  @Test
  void takesJsonThatIsNoKeyForAText() {
    String json = "{\"this is\":\"a strange but valid secret\"}";
    verify(keys(json), SignedTokens.hmac("{\"alg\":\"HS256\"}", "{}", json.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\":{}}",
        "{\"keys\":[1]}",
        "{\"keys\":[{}]}",
        "{\"kty\":\"oct\"}",
        "{\"kty\":\"oct\",\"k\":\"\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"x\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"!\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "[{\"kty\":\"oct\"}]",
      })
  void refusesMalformedKeysInsteadOfTakingThemForAText(String json) {
    assertThatThrownBy(() -> keys(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("jwt-secret: ");
  }
}

package dev.pgext.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.TokenError;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
  private static final String TEXT = "reallyreallyreallyreallyverysafe";
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void whatIsSignedIsAcceptedWithASecretOfText() {
    assertAccepted(Map.of("jwt-secret", TEXT), "HS256");
  }

  @Test
  void whatIsSignedIsAcceptedWithASecretOfBase64() {
    String secret = Base64.getEncoder().encodeToString(TEXT.getBytes(UTF_8));

    assertAccepted(Map.of("jwt-secret", secret, "jwt-secret-is-base64", "true"), "HS256");
  }

  @Test
  void whatIsSignedIsAcceptedWithASharedKeyAndItsAlgorithm() {
    String key =
        "{\"kty\":\"oct\",\"alg\":\"HS512\",\"kid\":\"a\",\"k\":\"%s\"}"
            .formatted(base64(TEXT.repeat(2).getBytes(UTF_8)));

    assertAccepted(Map.of("jwt-secret", key), "HS512");
  }

  @Test
  void whatIsSignedIsAcceptedWithAnRsaKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    String jwk =
        """
        {"kty":"RSA","kid":"r","n":"%s","e":"%s","d":"%s","p":"%s","q":"%s","dp":"%s","dq":"%s","qi":"%s"}
        """
            .formatted(
                number(key.getModulus()),
                number(key.getPublicExponent()),
                number(key.getPrivateExponent()),
                number(key.getPrimeP()),
                number(key.getPrimeQ()),
                number(key.getPrimeExponentP()),
                number(key.getPrimeExponentQ()),
                number(key.getCrtCoefficient()));

    assertAccepted(Map.of("jwt-secret", "{\"keys\":[" + jwk + "]}"), "RS256");
    assertAccepted(Map.of("jwt-secret", jwk.replace("{", "{\"alg\":\"PS384\",")), "PS384");
  }

  @Test
  void whatIsSignedIsAcceptedWithKeysOfCurves() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ECPublicKey open = (ECPublicKey) pair.getPublic();
    String ec =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\",\"d\":\"%s\"}"
            .formatted(
                number(open.getW().getAffineX()),
                number(open.getW().getAffineY()),
                number(((ECPrivateKey) pair.getPrivate()).getS()));

    assertAccepted(Map.of("jwt-secret", ec), "ES256");
  }

  /** The pair of RFC 8037, appendix A. */
  @Test
  void whatIsSignedIsAcceptedWithAnEdwardsKey() {
    String key =
        """
        {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
         "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        """;

    assertAccepted(Map.of("jwt-secret", key), "EdDSA");
  }

  @Test
  void timesAreAddedWhereTheyAreMissing() throws IOException {
    ObjectNode claims = signed(Map.of("jwt-secret", TEXT), "{\"role\":\"a\"}");

    assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3600);
  }

  @Test
  void timesThatAreThereStayAndAnEndThatIsNullIsNone() throws IOException {
    Map<String, String> settings = Map.of("jwt-secret", TEXT);

    assertThat(signed(settings, "{\"exp\":1900000000,\"iat\":7}").toString())
        .isEqualTo("{\"exp\":1900000000,\"iat\":7}");
    assertThat(signed(settings, "{\"exp\":null,\"iat\":7}").toString()).isEqualTo("{\"iat\":7}");
  }

  @Test
  void theAudienceThatTheServerWantsIsAdded() throws IOException {
    Map<String, String> settings = Map.of("jwt-secret", TEXT, "jwt-aud", "app");

    assertThat(signed(settings, "{}").path("aud").asText()).isEqualTo("app");
    assertThat(signed(settings, "{\"aud\":\"other\"}").path("aud").asText()).isEqualTo("other");
  }

  @Test
  void whatCannotSignSaysWhy() {
    String open =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    assertRefused(Map.of(), "{}", "PGEXT302", "jwt-secret is not set");
    assertRefused(Map.of("jwt-secret", open), "{}", "PGEXT302", "public keys only");
    assertRefused(Map.of("jwt-secret", TEXT), "[]", "PGEXT303", "not a JSON object");
    assertRefused(Map.of("jwt-secret", TEXT), "{\"exp\":\"soon\"}", "PGEXT303", "exp");
  }

  private static void assertRefused(
      Map<String, String> settings, String claims, String code, String explanation) {
    assertThatThrownBy(() -> signer(settings).sign(claims.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.error()).isInstanceOf(TokenError.class);
              assertThat(refused.error().code()).isEqualTo(code);
              assertThat(String.valueOf(refused.error().details())).contains(explanation);
            });
  }

  private static void assertAccepted(Map<String, String> settings, String algorithm) {
    String token = signer(settings).sign("{\"role\":\"writer\",\"sub\":\"7\"}".getBytes(UTF_8));

    assertThat(decoded(token, 0)).contains("\"alg\":\"" + algorithm + "\"");
    Map<String, String> all = new HashMap<>(settings);
    Authenticator authenticator =
        new Authenticator(Config.of(all), InstantSource.fixed(NOW), new TokenCacheStatistics());
    AuthContext context = authenticator.authenticate("Bearer " + token);
    assertThat(context.role()).isEqualTo("writer");
  }

  private static ObjectNode signed(Map<String, String> settings, String claims) throws IOException {
    String token = signer(settings).sign(claims.getBytes(UTF_8));
    return (ObjectNode) new JsonMapper().readTree(decoded(token, 1));
  }

  private static TokenSigner signer(Map<String, String> settings) {
    return new TokenSigner(Config.of(settings).jwt(), InstantSource.fixed(NOW));
  }

  private static String decoded(String token, int part) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[part]), UTF_8);
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

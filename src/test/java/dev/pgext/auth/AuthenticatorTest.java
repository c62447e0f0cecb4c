package dev.pgext.auth;

import static dev.pgext.auth.SignedTokens.SECRET;
import static dev.pgext.auth.SignedTokens.base64;
import static dev.pgext.auth.SignedTokens.hmac;
import static dev.pgext.auth.SignedTokens.hs256;
import static dev.pgext.auth.SignedTokens.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final long NOW = 1_700_000_000;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
  private static final Map<String, String> USUAL =
      Map.of("jwt-secret", SECRET, "db-anon-role", "anon");

  private static Authenticator authenticator(String... changes) {
    Map<String, String> settings = new HashMap<>(USUAL);
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    return new Authenticator(Config.of(settings), CLOCK, new TokenCacheStatistics());
  }

  private static AuthContext authenticated(String token) {
    return authenticator().authenticate("Bearer " + token);
  }

  private static ApiError fault(Authenticator authenticator, String header) {
    return Assertions.catchThrowableOfType(
            ApiException.class, () -> authenticator.authenticate(header))
        .error();
  }

  private static ApiError faultOf(String token) {
    return fault(authenticator(), "Bearer " + token);
  }

  @Test
  void takesTheAnonymousRoleWithoutAToken() {
    assertThat(authenticator().authenticate(null))
        .isEqualTo(new AuthContext("anon", "{\"role\":\"anon\"}", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNz", "", "Bearertoken", "Digest Bearer x"})
  void ignoresOtherSchemes(String header) {
    assertThat(authenticator().authenticate(header).anonymous()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER\t", "bEaReR    "})
  void readsTheSchemeInAnyCase(String scheme) {
    assertThat(authenticator().authenticate(scheme + hs256("{\"role\":\"author\"}")))
        .isEqualTo(new AuthContext("author", "{\"role\":\"author\"}", false));
  }

  @Test
  void asksForATokenWhereThereIsNoAnonymousRole() {
    ApiError fault = fault(authenticator("db-anon-role", ""), "Basic x");
    assertThat(fault.code()).isEqualTo("PGRST302");
    assertThat(fault.message()).isEqualTo("Anonymous access is disabled");
  }

  @Test
  void refusesTokensWithoutASecret() {
    Authenticator withoutSecret = authenticator("jwt-secret", "");
    assertThat(fault(withoutSecret, "Bearer x").code()).isEqualTo("PGRST300");
    assertThat(withoutSecret.authenticate(null).role()).isEqualTo("anon");
  }

  @Test
  void counterfeitsTheAnonymousRoleNowhere() {
    assertThat(authenticated(hs256("{\"role\":\"anon\"}")).anonymous()).isTrue();
    assertThat(authenticated(hs256("{\"sub\":\"x\"}")))
        .isEqualTo(new AuthContext("anon", "{\"role\":\"anon\",\"sub\":\"x\"}", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'$.a.b'|{\"a\":{\"b\":\"deep\"}}|deep",
        "'$.roles[1]'|{\"roles\":[\"x\",\"second\"]}|second",
        "'.\"http://x/roles\"[0]'|{\"http://x/roles\":[\"legacy\"]}|legacy",
        "'$.role'|{\"role\":7}|7",
        "'$.role'|{\"role\":[\"b\",{\"d\":1,\"c\":2}]}|[\"b\",{\"c\":2,\"d\":1}]",
        "'$.role'|{\"other\":1}|anon",
      })
  void findsTheRoleByItsKey(String key, String claims, String role) {
    Authenticator authenticator = authenticator("jwt-role-claim-key", key);
    assertThat(authenticator.authenticate("Bearer " + hs256(claims)).role()).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"b\":1,\"a\":2}|{\"a\":2,\"b\":1,\"role\":\"anon\"}",
        "{\"n\":1.0}|{\"n\":1.0,\"role\":\"anon\"}",
        "{\"n\":1.50}|{\"n\":1.5,\"role\":\"anon\"}",
        "{\"n\":100.0}|{\"n\":100.0,\"role\":\"anon\"}",
        "{\"n\":1e2}|{\"n\":100,\"role\":\"anon\"}",
        "{\"n\":0.1}|{\"n\":0.1,\"role\":\"anon\"}",
        "{\"n\":-0.01}|{\"n\":-1.0e-2,\"role\":\"anon\"}",
        "{\"n\":1234567.5}|{\"n\":1234567.5,\"role\":\"anon\"}",
        "{\"n\":12345678.5}|{\"n\":1.23456785e7,\"role\":\"anon\"}",
        "{\"n\":0.0}|{\"n\":0.0,\"role\":\"anon\"}",
        "{\"n\":1e1025}|{\"n\":1.0e1025,\"role\":\"anon\"}",
        "{\"n\":123456789012345678901234567890}"
            + "|{\"n\":123456789012345678901234567890,\"role\":\"anon\"}",
        "{\"n\":0.12345678901234567890123}|{\"n\":0.12345678901234567890123,\"role\":\"anon\"}",
        "{\"role\":\"r\",\"s\":\"é\\u0000\\\"\"}|{\"role\":\"r\",\"s\":\"é\\u0000\\\"\"}",
      })
  void writesClaimsExactly(String claims, String written) {
    assertThat(authenticated(hs256(claims)).claims()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''|Empty JWT is sent in Authorization header|-",
        "one|Expected 3 parts in JWT; got 1|-",
        "one.two|Expected 3 parts in JWT; got 2|-",
        "...|Expected 3 parts in JWT; got 4|-",
        "a.b.c.d.e|Expected 3 parts in JWT; got 5|-",
        "quifquirndsjagnrgniur.fonvoienqhhdj.iuqvnvhojah|JWT cryptographic operation failed|-",
        "..|JWT cryptographic operation failed|-",
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.e30.yOBh|Wrong or unsupported encoding algorithm"
            + "|JWT is unsecured but expected 'alg' was not 'none'",
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.e30.|Wrong or unsupported encoding algorithm"
            + "|JWT is unsecured but expected 'alg' was not 'none'",
        "eyJhbGciOiJIUzI1NiJ9.e30.aaaa|No suitable key or wrong key type"
            + "|None of the keys was able to decode the JWT",
        "eyJhbGciOiJIUzI1NiJ9.e30.|No suitable key or wrong key type"
            + "|None of the keys was able to decode the JWT",
        "eyJhbGciOiJIUzM4NCJ9.e30.aaaa|No suitable key or wrong key type"
            + "|No suitable key was found to decode the JWT",
      })
  void saysWhyATokenCannotBeRead(String token, String message, String details) {
    ApiError fault = faultOf(token);
    assertThat(fault.status()).isEqualTo(401);
    assertThat(fault.code()).isEqualTo("PGRST301");
    assertThat(fault.message()).isEqualTo(message);
    assertThat(fault.details()).isEqualTo(ApiError.text(details));
    assertThat(fault.headers().get(0).value())
        .isEqualTo("Bearer error=\"invalid_token\", error_description=\"" + message + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"XX256\"}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":256}",
        "{}",
        "[]",
        "\"HS256\"",
        "{\"alg\":\"HS256\",\"kid\":1}",
        "{\"alg\":\"HS256\",\"typ\":[]}",
        "{\"alg\":\"HS256\",\"enc\":\"A128GCM\"}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\"} {}",
        "{\"alg\":\"HS256\"",
      })
  void refusesHeadersItDoesNotUnderstand(String header) {
    ApiError fault =
        faultOf(hmac("HmacSHA256", header, "{\"role\":\"x\"}", SECRET.getBytes(UTF_8)));
    assertThat(fault.message()).isEqualTo("JWT cryptographic operation failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"exp\":\"soon\"}|The JWT 'exp' claim must be a number",
        "{\"exp\":true}|The JWT 'exp' claim must be a number",
        "{\"nbf\":\"x\"}|The JWT 'nbf' claim must be a number",
        "{\"iat\":[1]}|The JWT 'iat' claim must be a number",
        "{\"exp\":1699999969}|JWT expired",
        "{\"exp\":1.5}|JWT expired",
        "{\"exp\":-1e400}|JWT expired",
        "{\"nbf\":1700000031}|JWT not yet valid",
        "{\"nbf\":1e30}|JWT not yet valid",
        "{\"nbf\":1700000030.5}|JWT not yet valid",
        "{\"iat\":1700000031}|JWT issued at future",
        "{\"aud\":[1]}|The JWT 'aud' claim must be a string or an array of strings",
        "{\"aud\":{\"a\":\"b\"}}|The JWT 'aud' claim must be a string or an array of strings",
        "{\"aud\":7}|The JWT 'aud' claim must be a string or an array of strings",
        "{\"exp\":1,\"aud\":7}|JWT expired",
        "[]|Parsing claims failed",
        "\"text\"|Parsing claims failed",
        "{\"a\":1} x|Parsing claims failed",
        "{\"role\":\"a\",\"role\":\"b\"}|Parsing claims failed",
        "''|Parsing claims failed",
      })
  void saysWhichClaimDoesNotHold(String claims, String message) {
    ApiError fault = faultOf(hs256(claims));
    assertThat(fault.status()).isEqualTo(401);
    assertThat(fault.code()).isEqualTo("PGRST303");
    assertThat(fault.message()).isEqualTo(message);
    assertThat(fault.details()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"exp\":1699999970}",
        "{\"nbf\":1700000030}",
        "{\"iat\":1700000030}",
        "{\"exp\":1e400,\"nbf\":-1e400}",
        "{\"exp\":null,\"nbf\":null,\"iat\":null,\"aud\":null}",
        "{\"aud\":\"any\"}",
        "{\"aud\":[]}",
        "{\"aud\":[\"a\",\"b\"]}",
      })
  void allowsClaimsAtTheEdge(String claims) {
    assertThat(authenticated(hs256(claims)).role()).isEqualTo("anon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"aud\":\"ours\"}|true",
        "{\"aud\":[\"other\",\"ours\"]}|true",
        "{\"aud\":[]}|true",
        "{\"aud\":null}|true",
        "{}|true",
        "{\"aud\":\"\"}|false",
        "{\"aud\":\"ours/\"}|false",
        "{\"aud\":[\"other\"]}|false",
      })
  void comparesTheAudience(String claims, boolean meant) {
    Authenticator authenticator = authenticator("jwt-aud", "ours");
    if (meant) {
      assertThat(authenticator.authenticate("Bearer " + hs256(claims)).role()).isEqualTo("anon");
    } else {
      assertThat(fault(authenticator, "Bearer " + hs256(claims)).message())
          .isEqualTo("JWT not in audience");
    }
  }

  @Test
  void checksTheSignatureBeforeItLooksAtTheClaims() {
    String token = signed("{\"alg\":\"HS256\"}", "{\"exp\":1}") + "." + base64(new byte[32]);
    assertThat(faultOf(token).code()).isEqualTo("PGRST301");
  }

  @Test
  void survivesHostileTokens() {
    String huge = "a".repeat(10_000_000);
    assertThat(faultOf(huge + "." + huge + "." + huge).code()).isEqualTo("PGRST301");
    assertThat(faultOf(".".repeat(10_000_000)).message())
        .isEqualTo("Expected 3 parts in JWT; got 10000001");
    String deep = "[".repeat(100_000);
    assertThat(faultOf(signed("{\"alg\":" + deep, "{}") + ".aaaa").code()).isEqualTo("PGRST301");
    assertThat(faultOf(hs256("{\"a\":" + deep)).message()).isEqualTo("Parsing claims failed");
    assertThat(faultOf(signed("{\"alg\":1e99999999999}", "{}") + ".aaaa").code())
        .isEqualTo("PGRST301");
    assertThat(faultOf(hs256("{\"a\":1e99999999999}")).message())
        .isEqualTo("Parsing claims failed");
    assertThat(faultOf("\0.\0.\0").code()).isEqualTo("PGRST301");
    assertThat(faultOf("é.😀.ü").code()).isEqualTo("PGRST301");
    assertThat(faultOf(hs256("{}") + "=").code()).isEqualTo("PGRST301");
    assertThat(faultOf(hs256("{}") + " ").code()).isEqualTo("PGRST301");
    assertThat(faultOf(hs256("{}").replace('.', '\n')).code()).isEqualTo("PGRST301");
  }

  @Test
  void repeatsNothingOfATokenInAFault() {
    ApiError fault = faultOf(hs256("{\"role\":\"secret-role\",\"exp\":1,\"email\":\"a@b.c\"}"));
    assertThat(fault.toString()).doesNotContain("secret-role", "a@b.c");
  }
}

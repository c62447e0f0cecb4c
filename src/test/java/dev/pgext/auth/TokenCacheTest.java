package dev.pgext.auth;

import static dev.pgext.auth.SignedTokens.SECRET;
import static dev.pgext.auth.SignedTokens.hs256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private final AtomicLong now = new AtomicLong(1_700_000_000);
  private final InstantSource clock = () -> Instant.ofEpochSecond(now.get());
  private final TokenCacheStatistics statistics = new TokenCacheStatistics();

  private Authenticator authenticator(String secret, int maxEntries) {
    Config config =
        Config.of(
            Map.of(
                "jwt-secret",
                secret,
                "db-anon-role",
                "anon",
                "jwt-cache-max-entries",
                Integer.toString(maxEntries)));
    return new Authenticator(config, clock, statistics);
  }

  @Test
  void findsATokenAgain() {
    Authenticator authenticator = authenticator(SECRET, 10);
    String header = "Bearer " + hs256("{\"role\":\"author\"}");
    AuthContext first = authenticator.authenticate(header);
    assertThat(authenticator.authenticate(header)).isEqualTo(first);
    assertThat(statistics.requests()).isEqualTo(2);
    assertThat(statistics.hits()).isEqualTo(1);
  }

  @Test
  void looksAtTheClockOnEachHit() {
    Authenticator authenticator = authenticator(SECRET, 10);
    String header = "Bearer " + hs256("{\"role\":\"author\",\"exp\":1700000000}");
    authenticator.authenticate(header);
    now.addAndGet(31);
    assertThatThrownBy(() -> authenticator.authenticate(header))
        .isInstanceOf(ApiException.class)
        .hasMessage("JWT expired");
    assertThat(statistics.hits()).isEqualTo(1);
  }

  @Test
  void comparesTheWholeToken() {
    Authenticator authenticator = authenticator(SECRET, 10);
    String token = hs256("{\"role\":\"author\"}");
    authenticator.authenticate("Bearer " + token);
    String forged = token.substring(0, token.lastIndexOf('.')) + ".AAAA";
    assertThatThrownBy(() -> authenticator.authenticate("Bearer " + forged))
        .isInstanceOf(ApiException.class);
    assertThat(statistics.hits()).isZero();
  }

  @Test
  void keepsNoFailure() {
    Authenticator authenticator = authenticator(SECRET, 10);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> authenticator.authenticate("Bearer a.b.c"))
          .isInstanceOf(ApiException.class);
    }
    assertThat(statistics.requests()).isEqualTo(3);
    assertThat(statistics.hits()).isZero();
  }

  @Test
  void staysWithinItsBound() {
    Authenticator authenticator = authenticator(SECRET, 5);
    for (int i = 0; i < 50; i++) {
      authenticator.authenticate("Bearer " + hs256("{\"sub\":\"" + i + "\"}"));
    }
    assertThat(statistics.evictions()).isEqualTo(45);
  }

  @Test
  void isOffWithoutEntries() {
    Authenticator authenticator = authenticator(SECRET, 0);
    String header = "Bearer " + hs256("{}");
    authenticator.authenticate(header);
    authenticator.authenticate(header);
    assertThat(statistics.requests()).isZero();
  }

  @Test
  void forgetsTokensOfAnOldSecretButKeepsCounting() {
    String header = "Bearer " + hs256("{}");
    authenticator(SECRET, 10).authenticate(header);
    Authenticator reloaded = authenticator("another secret of thirty-two characters", 10);
    assertThatThrownBy(() -> reloaded.authenticate(header)).isInstanceOf(ApiException.class);
    assertThat(statistics.requests()).isEqualTo(2);
  }
}

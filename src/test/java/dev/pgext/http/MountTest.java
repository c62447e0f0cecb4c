package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTest {
  private static final Header KEY = new Header("apikey", "head.claims.signature");
  private static final Header BEARER = new Header("authorization", "Bearer a.b.c");
  private static final Header PUBLISHABLE = new Header("apikey", "sb_publishable_123");

  @ParameterizedTest
  @CsvSource({
    "/items, /items",
    "/, /",
    "/rest/v1, /",
    "/rest/v1/, /",
    "/rest/v1/items, /items",
    "/rest/v1/rpc/add, /rpc/add",
    "/rest/v1items, /rest/v1items",
    "/rest/v2/items, /rest/v2/items"
  })
  void pathsLoseTheMount(String path, String below) {
    assertThat(Mount.of(path, List.of()).path()).isEqualTo(below);
  }

  @Test
  void aKeyThatIsATokenIsTheBearerTokenAtTheMountOnly() {
    assertThat(Mount.of("/rest/v1/items", List.of(KEY)).headers())
        .containsExactly(KEY, new Header("Authorization", "Bearer head.claims.signature"));
    assertThat(Mount.of("/items", List.of(KEY)).headers()).containsExactly(KEY);
  }

  @Test
  void aBearerTokenCountsForMoreThanTheKey() {
    assertThat(Mount.of("/rest/v1/items", List.of(KEY, BEARER)).headers())
        .containsExactly(KEY, BEARER);
  }

  @Test
  void aPublishableKeyStandsForNobodyEvenAsBearerToken() {
    Header same = new Header("authorization", "Bearer sb_publishable_123");
    Header other = new Header("authorization", "Bearer sb_publishable_456");

    assertThat(headers(PUBLISHABLE)).containsExactly(PUBLISHABLE);
    assertThat(headers(PUBLISHABLE, same)).containsExactly(PUBLISHABLE);
    assertThat(headers(PUBLISHABLE, other)).containsExactly(PUBLISHABLE, other);
    assertThat(headers(PUBLISHABLE, BEARER)).containsExactly(PUBLISHABLE, BEARER);
  }

  @Test
  void aSecretKeyIsNotTakenForNobody() {
    Header secret = new Header("apikey", "sb_secret_123");
    Header same = new Header("authorization", "Bearer sb_secret_123");

    assertThat(headers(secret, same)).containsExactly(secret, same);
  }

  private static List<Header> headers(Header... headers) {
    return Mount.of("/rest/v1/items", List.of(headers)).headers();
  }
}

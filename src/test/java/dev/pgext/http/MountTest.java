package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTest {
  private static final Header TOKEN = new Header("apikey", "a.b.c");

  @ParameterizedTest
  @CsvSource({
    "/items, /items",
    "/rest/v1/items, /items",
    "/rest/v1, /",
    "/rest/v1/, /",
    "/rest/v1x/items, /rest/v1x/items",
    "/rest/v1/rest/v1/a, /rest/v1/a"
  })
  void thePathBelowTheMountIsThePath(String path, String below) {
    assertThat(Mount.of(path, List.of()).path()).isEqualTo(below);
  }

  @Test
  void aKeyServesAsBearerTokenBelowTheMount() {
    assertThat(Mount.of("/rest/v1/items", List.of(TOKEN)).headers())
        .containsExactly(TOKEN, new Header("Authorization", "Bearer a.b.c"));
  }

  @Test
  void atTheRootAKeyIsAHeaderLikeAnyOther() {
    assertThat(Mount.of("/items", List.of(TOKEN)).headers()).containsExactly(TOKEN);
  }

  @Test
  void aTokenOfItsOwnWins() {
    List<Header> both = List.of(TOKEN, new Header("authorization", "Bearer x.y.z"));

    assertThat(Mount.of("/rest/v1/items", both).headers()).isEqualTo(both);
  }

  @Test
  void aKeyThatIsNoTokenNamesNoRole() {
    List<Header> opaque = List.of(new Header("apikey", "sb_publishable_abc"));

    assertThat(Mount.of("/rest/v1/items", opaque).headers()).isEqualTo(opaque);
  }
}

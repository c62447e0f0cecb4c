package dev.pgext.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.error.RequestError;
import dev.pgext.exec.ResultRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GucOverridesTest {
  private static final byte[] BODY = {'[', ']'};
  private static final Draft DRAFT =
      new Draft(
          200,
          List.of(new Header("Content-Type", "application/json"), new Header("X-Kept", "1")),
          BODY);

  @Test
  void withoutSettingsTheDraftIsTheResponse() {
    ApiResponse response = apply(null, null);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).isEqualTo(DRAFT.headers());
    assertThat(response.body()).isSameAs(BODY);
  }

  @Test
  void theStatusIsTheDigitsItBeginsWith() {
    assertThat(apply("205", null).status()).isEqualTo(205);
    assertThat(apply("418 teapot", null).status()).isEqualTo(418);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "-200", "99", "101", "1000", "20000000000"})
  void whatIsNoStatusIsAFault(String status) {
    assertThatThrownBy(() -> apply(status, null))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> assertThat(e.error()).isInstanceOf(RequestError.GucStatus.class));
  }

  @Test
  void aHeaderReplacesOursWhateverItsCase() {
    assertThat(
            apply(
                    null,
                    "[{\"content-type\":\"text/css\"},{\"Set-Cookie\":\"a\"},{\"Set-Cookie\":\"b\"}]")
                .headers())
        .containsExactly(
            new Header("X-Kept", "1"),
            new Header("content-type", "text/css"),
            new Header("Set-Cookie", "a"),
            new Header("Set-Cookie", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":\"b\"}",
        "[{\"a\":1}]",
        "[{\"a\":\"b\",\"c\":\"d\"}]",
        "[[]]",
        "\"x\"",
        "[{}]"
      })
  void whatIsNoListOfHeadersIsAFault(String headers) {
    assertThatThrownBy(() -> apply(null, headers))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> assertThat(e.error()).isInstanceOf(RequestError.GucHeaders.class));
  }

  private static ApiResponse apply(String status, String headers) {
    ResultRow row = new ResultRow(null, 0, List.of(), BODY, headers, status, null);
    return GucOverrides.of(row).applyTo(DRAFT);
  }
}

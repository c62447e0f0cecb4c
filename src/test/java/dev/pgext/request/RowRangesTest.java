package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRangesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "limit=5, 0, 5",
        "offset=5, 5, -",
        "limit=5&offset=2, 2, 5",
        "limit=0, 0, 0",
        "limit=x, 0, -",
        "limit=, 0, -",
        "limit, 0, -",
        "limit=1e1, 0, -",
        "limit=2.0, 0, -",
        "limit=+2, 0, 2",
        "limit=%2B2, 0, -",
        "limit=(2), 0, 2",
        "limit=0x1F, 0, 31",
        "limit=x&offset=0, 0, 0",
        "limit=3&offset=-1, 0, 2",
        "offset=-7, 0, -",
        "limit=1&limit=7, 0, 7"
      })
  void readsLimitAndOffset(String query, long offset, @Nullable Long limit) {
    assertThat(Requests.get("/t?" + query).range()).isEqualTo(new RowRange(offset, limit));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0-9, 0, 10",
        "5-5, 5, 1",
        "3-, 3, -",
        "-5, 0, -",
        "items=0-1, 0, -",
        "0, 0, -",
        "1 - 3, 0, -",
        "0--1, 0, -",
        "007-9, 7, 3"
      })
  void readsTheRangeHeader(String header, long offset, @Nullable Long limit) {
    assertThat(Requests.get("/t", "Range", header).range()).isEqualTo(new RowRange(offset, limit));
  }

  @Test
  void takesTheRowsThatHeaderAndParametersAgreeOn() {
    assertThat(Requests.get("/t?limit=10&offset=5", "range", "8-20").range())
        .isEqualTo(new RowRange(8, 7L));
    assertThat(Requests.get("/t?limit=0", "Range", "3-1").range()).isEqualTo(new RowRange(0, 0L));
  }

  @Test
  void ignoresTheRangeHeaderForOtherMethodsThanGet() {
    assertThat(Requests.parse(Requests.request("HEAD", "/t", "", "Range", "3-1")).range())
        .isEqualTo(RowRange.ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=-1", "limit=0&offset=5", "limit=x&offset=5"})
  void refusesNegativeLimits(String query) {
    assertFault("GET", "/t?" + query, "PGRST103", "Limit should be greater than or equal to zero.");
  }

  @Test
  void refusesRangesThatEndBeforeTheyBegin() {
    assertThatThrownBy(() -> Requests.get("/t", "Range", "9-1"))
        .isInstanceOfSatisfying(
            ApiException.class,
            thrown ->
                assertThat(thrown.error().details())
                    .hasToString(
                        "\"The lower boundary must be lower than or equal to the upper boundary in the Range header.\""));
  }

  @Test
  void refusesLimitsForPut() {
    assertFault("PUT", "/t?limit=5", "PGRST114", null);
    assertFault("PUT", "/t?limit=0", "PGRST114", null);
  }

  @Test
  void keepsTheRangesOfEmbedsByTheirPath() {
    Map<String, RowRange> ranges =
        Requests.get("/t?a.limit=2&a.offset=1&a.b.offset=-3&c.limit=-1&limit=9").ranges();
    assertThat(ranges)
        .isEqualTo(
            Map.of(
                "a.limit", new RowRange(1, 2L),
                "a.b.limit", new RowRange(-3, null),
                "c.limit", new RowRange(0, -1L),
                "limit", new RowRange(0, 9L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "offset", "x.limit", "x.offset"})
  void refusesNumbersThatAreNoBigintInPostgresWords(String name) {
    String nines = "9".repeat(30);
    assertFault("GET", "/t?" + name + "=" + nines, "22003", null);
    assertFault("POST", "/rpc/f?" + name + "=" + nines, "22003", null);
  }

  @Test
  void takesAnyNumberWhereNoStatementWillHoldIt() {
    String nines = "9".repeat(30);
    assertThat(Requests.post("/t?limit=" + nines, "{}").range())
        .isEqualTo(new RowRange(0, Long.MAX_VALUE));
    RowRange capped =
        Requests.parser(Map.of("db-max-rows", "5"))
            .parse(Requests.request("GET", "/t?limit=" + nines, ""))
            .range();
    assertThat(capped.atMost(5L)).isEqualTo(new RowRange(0, 5L));
  }

  private static void assertFault(
      String method, String target, String code, @Nullable String details) {
    assertThatThrownBy(() -> Requests.parse(Requests.request(method, target, "{}")))
        .isInstanceOfSatisfying(
            ApiException.class,
            thrown -> {
              assertThat(thrown.error().code()).isEqualTo(code);
              if (details != null) {
                assertThat(thrown.error().details()).hasToString('"' + details + '"');
              }
            });
  }
}

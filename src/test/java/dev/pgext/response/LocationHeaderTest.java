package dev.pgext.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocationHeaderTest {
  @Test
  void aRowWithoutKeyHasNoLocation() {
    assertThat(LocationHeader.of("items", List.of())).isEmpty();
  }

  @Test
  void eachColumnOfTheKeyIsAFilter() {
    assertThat(LocationHeader.of("items", List.of("id=eq.1", "kind=is.null")))
        .contains(new Header("Location", "/items?id=eq.1&kind=is.null"));
  }

  @Test
  void valuesArePercentEncodedAsUtf8() {
    assertThat(LocationHeader.of("items", List.of("näme=eq.a b&c=d/é")))
        .contains(new Header("Location", "/items?n%C3%A4me=eq.a%20b%26c%3Dd%2F%C3%A9"));
  }
}

package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonPhraseTest {
  @Test
  void isPostgrestsWhereJettyHasAnother() {
    assertThat(ReasonPhrase.of(416)).isEqualTo("Requested Range Not Satisfiable");
    assertThat(ReasonPhrase.of(500)).isEqualTo("Internal Server Error");
  }

  @Test
  void isLeftToJettyElsewhere() {
    assertThat(ReasonPhrase.of(200)).isNull();
    assertThat(ReasonPhrase.of(404)).isNull();
  }

  @Test
  void isEmptyForAStatusWithoutAName() {
    assertThat(ReasonPhrase.of(299)).isEmpty();
  }
}

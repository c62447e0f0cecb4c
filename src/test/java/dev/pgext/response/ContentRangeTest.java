package dev.pgext.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentRangeTest {
  @Test
  void aPageWithoutTotalIsComplete() {
    ContentRange range = ContentRange.ofPage(5, 10, null);

    assertThat(range.status()).isEqualTo(200);
    assertThat(range.header().value()).isEqualTo("5-14/*");
  }

  @Test
  void aPartOfTheRowsIs206() {
    ContentRange range = ContentRange.ofPage(0, 2, 15L);

    assertThat(range.status()).isEqualTo(206);
    assertThat(range.header().value()).isEqualTo("0-1/15");
  }

  @Test
  void allRowsAre200() {
    assertThat(ContentRange.ofPage(0, 15, 15L).status()).isEqualTo(200);
  }

  @Test
  void noRowsHaveNoBounds() {
    assertThat(ContentRange.ofPage(0, 0, 0L).header().value()).isEqualTo("*/0");
    assertThat(ContentRange.ofPage(0, 0, null).header().value()).isEqualTo("*/*");
    assertThat(ContentRange.ofNothing(3L).header().value()).isEqualTo("*/3");
  }

  @Test
  void beginningBehindTheLastRowIs416() {
    assertThat(ContentRange.ofPage(100, 0, 15L).status()).isEqualTo(416);
    assertThat(ContentRange.ofPage(100, 0, 15L).header().value()).isEqualTo("*/15");
  }

  @Test
  void beginningJustBehindTheLastRowIsAllowed() {
    assertThat(ContentRange.ofPage(15, 0, 15L).status()).isEqualTo(206);
  }
}

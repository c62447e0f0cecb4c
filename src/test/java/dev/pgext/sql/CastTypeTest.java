package dev.pgext.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CastTypeTest {
  @ParameterizedTest
  @ValueSource(strings = {"int4", "MyType", "double precision", "timestamp  with time zone", "1x"})
  void wordsOfLettersDigitsAndUnderscoresStayAsTheyAre(String type) {
    assertThat(CastType.printed(type)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "Te$t, \"te$t\"",
    "int $$a$$ array, int \"$$a$$\" array",
    "$1, \"$1\"",
    "GR\u00d6SSE, \"gr\u00d6sse\"",
  })
  void anyOtherWordIsQuotedAndFoldedAsPostgresFoldsAName(String type, String printed) {
    assertThat(CastType.printed(type)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "text[]", "numeric(1)", "a\"b", "a;b", "a--b", "a'", "a\tb"})
  void nothingElseIsPrinted(String type) {
    assertThatThrownBy(() -> CastType.printed(type)).isInstanceOf(ApiException.class);
  }

  @Test
  void aTypeWithoutANameIsLeftToPostgres() {
    assertThat(CastType.printed(" ")).isEqualTo(" ");
  }
}

package dev.pgext.realtime.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTranslationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "id=eq.1                       | and=(id.eq.\"1\")",
        "id=gt.0,id=lt.100             | and=(id.gt.\"0\",id.lt.\"100\")",
        "id=not.eq.5                   | and=(id.not.eq.\"5\")",
        "title=like.%foo%              | and=(title.like.\"%foo%\")",
        "name=eq.\"a,b\"               | and=(name.eq.\"a,b\")",
        "name=eq.a \"b\" \\c           | and=(name.eq.\"a \\\"b\\\" \\\\c\")",
        "id=in.(1,2,3)                 | and=(id.in.(\"1\",\"2\",\"3\"))",
        "id=not.in.(\"a,b\",c)         | and=(id.not.in.(\"a,b\",\"c\"))",
        "id=in.()                      | and=(id.in.())",
        "gone=is.null,gone=not.is.true | and=(gone.is.null,gone.not.is.true)",
        "a=isdistinct.1,b=match.^x(y)$ | and=(a.isdistinct.\"1\",b.match.\"^x(y)$\")",
        "a b=neq.x&y=z                 | and=(\"a b\".neq.\"x&y=z\")"
      })
  void filtersAreSaidInPostgrestsWords(String filter, String query) {
    String translated = FilterTranslation.translate(filter).orElseThrow();

    assertThat(URLDecoder.decode(translated, StandardCharsets.UTF_8)).isEqualTo(query);
    assertThat(translated).doesNotContain("&").doesNotContain(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"undefined", "id", "id=1", "id=foo.1", "=eq.1", "id=eq", "id=eq.1,,b=eq.2"})
  void whatIsNoFilterIsRefused(String filter) {
    assertThat(FilterTranslation.translate(filter)).isEmpty();
  }
}

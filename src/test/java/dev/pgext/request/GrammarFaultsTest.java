package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.error.ApiException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Faults of the URL grammar that PostgREST's own documentation of its parsers shows. */
class GrammarFaultsTest {

  @ParameterizedTest
  @CsvFileSource(
      resources = "grammar-faults.csv",
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = true)
  void saysWhatPostgrestSays(String query, String place, String details) {
    ApiException thrown =
        catchThrowableOfType(ApiException.class, () -> Requests.get("/t?" + query));
    assertThat(thrown.error().message()).endsWith(place);
    assertThat(Objects.requireNonNull(thrown.error().details()).asText()).isEqualTo(details);
  }
}

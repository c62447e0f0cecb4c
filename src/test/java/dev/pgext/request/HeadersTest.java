package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.MediaType;
import dev.pgext.request.Preferences.Count;
import dev.pgext.request.Preferences.Handling;
import dev.pgext.request.Preferences.Missing;
import dev.pgext.request.Preferences.Resolution;
import dev.pgext.request.Preferences.Return;
import dev.pgext.request.Preferences.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {

  @Test
  void readsPreferencesOfAllHeaders() {
    ApiRequest request =
        Requests.get(
            "/t",
            "Prefer",
            "resolution=ignore-duplicates, count=exact,  return=representation",
            "prefer",
            "missing=default ,handling=strict,timezone=America/Los_Angeles,max-affected=100,odd");
    assertThat(request.preferences())
        .isEqualTo(
            new Preferences(
                Resolution.IGNORE_DUPLICATES,
                Return.REPRESENTATION,
                Count.EXACT,
                null,
                Missing.DEFAULT,
                Handling.STRICT,
                "America/Los_Angeles",
                100L,
                List.of("odd")));
  }

  @Test
  void takesTheFirstOfEachPreference() {
    Preferences preferences =
        preferences(
            "count=planned,count=exact,timezone=,timezone=UTC,max-affected=x,max-affected=1");
    assertThat(preferences.count()).isEqualTo(Count.PLANNED);
    assertThat(preferences.timezone()).isEmpty();
    assertThat(preferences.maxAffected()).isNull();
    assertThat(preferences.invalid()).isEmpty();
  }

  @Test
  void listsUnknownPreferencesAsWritten() {
    assertThat(preferences("a b, count=bogus,, Count=exact").invalid())
        .containsExactly("a b", "count=bogus", "", "Count=exact");
    assertThat(preferences("").invalid()).isEmpty();
  }

  @Test
  void letsARequestChooseItsTransactionsEndOnlyWhereThatIsAllowed() {
    assertThat(preferences("tx=rollback").transaction()).isNull();
    assertThat(preferences("tx=rollback").invalid()).isEmpty();
    ApiRequest request =
        Requests.parser(Map.of("db-tx-end", "commit-allow-override"))
            .parse(Requests.request("GET", "/t", "", "Prefer", "tx=rollback"));
    assertThat(request.preferences().transaction()).isEqualTo(Transaction.ROLLBACK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "text/csv, application/json | text/csv application/json",
        "text/csv;q=0.5, application/json | application/json text/csv",
        "text/csv;q=0.5,text/plain ; q=0.9 | text/plain text/csv",
        "*/*, text/csv | text/csv */*",
        "text/*,text/csv;x=1,text/plain | text/csv text/plain text/*",
        "text/csv;q=bad,text/plain | text/csv text/plain",
        "a/b c, */*;q=0.1 | a/bc */*",
        "application/vnd.pgrst.plan; for=\"text/xml\" | application/vnd.pgrst.plan+text; for=\"text/xml\"",
      })
  void sortsMediaTypesByQualityThenSpecificity(String header, String expected) {
    List<String> accept =
        Requests.get("/t", "Accept", header).accept().stream().map(MediaType::mime).toList();
    assertThat(String.join(" ", accept)).isEqualTo(expected);
  }

  @Test
  void acceptsNothingByAnEmptyHeader() {
    assertThat(Requests.get("/t", "Accept", "", "Accept", "*/*").accept()).isEmpty();
  }

  private static Preferences preferences(String header) {
    return Requests.get("/t", "Prefer", header).preferences();
  }
}

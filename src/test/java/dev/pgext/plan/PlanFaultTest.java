package dev.pgext.plan;

import static dev.pgext.plan.Fixture.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /nope | PGRST205 | Could not find the table 'test.nope' in the schema cache
          /projects?select=nope(id) | PGRST200 | Could not find a relationship between 'projects' and 'nope' in the schema cache
          /projects?select=clients!nope(id) | PGRST200 | Could not find a relationship between 'projects' and 'clients' in the schema cache
          /employees?select=employees(id) | PGRST201 | Could not embed because more than one relationship was found for 'employees' and 'employees'
          /projects?select=id&clients.id=eq.1 | PGRST108 | 'clients' is not an embedded resource in this request
          /projects?select=id&clients.or=(id.eq.1,id.eq.2) | PGRST108 | 'clients' is not an embedded resource in this request
          /projects?select=id&clients.limit=1 | PGRST108 | 'clients' is not an embedded resource in this request
          /projects?select=id&clients.limit=1&(.limit=1 | PGRST100 | "failed to parse tree path ((.limit)" (line 1, column 1)
          /projects?select=id&clients.order=id | PGRST108 | 'clients' is not an embedded resource in this request
          /projects?select=id&order=clients(id) | PGRST108 | 'clients' is not an embedded resource in this request
          /clients?select=id,projects(id)&order=projects(id) | PGRST118 | A related order on 'projects' is not possible
          /projects?select=id.sum() | PGRST123 | Use of aggregate functions is not allowed
          /projects?select=clients(...projects(count())) | PGRST123 | Use of aggregate functions is not allowed
          """)
  void aFaultOfTheUrlHasItsCode(String target, String code, String message) {
    ApiError fault = fixture().fault("GET", target);

    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.message()).isEqualTo(message);
  }

  @Test
  void severalRelationshipsAreDescribed() {
    ApiError fault = fixture().fault("GET", "/messages?select=people(id)");

    assertThat(fault.hint())
        .isEqualTo(
            "Try changing 'people' to one of the following: 'people!messages_sender_fkey', "
                + "'people!messages_recipient_fkey'. Find the desired relationship in the 'details'"
                + " key.");
    assertThat(String.valueOf(fault.details()))
        .startsWith(
            "[{\"cardinality\":\"many-to-one\",\"embedding\":\"messages with people\","
                + "\"relationship\":\"messages_sender_fkey using messages(sender) and people(id)\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /project | Perhaps you meant the table 'test.projects'
          /xyzzy |
          /projects?select=client(id) | Perhaps you meant 'clients' instead of 'client'.
          /projects?select=clients!nope(id) |
          /todos?select=clients(id) | Perhaps you meant 'tasks' instead of 'todos'.
          /rpc/now_test | Perhaps you meant to call the function test.now_text
          /rpc/add?a=1 | Perhaps you meant to call the function test.add(a, b)
          /rpc/add?xyzzy=1 |
          """)
  void aNameThatLooksLikeTheUnknownOneIsSuggested(String target, String hint) {
    assertThat(fixture().fault("GET", target).hint()).isEqualTo(hint);
  }

  @Test
  void anAliasIsTheOnlyNameOfItsEmbedUnlessLegacyNamesAreOn() {
    ApiError fault =
        fixture()
            .with("url-use-legacy-target-names", "false")
            .fault("GET", "/projects?select=c:clients(id)&clients.id=eq.1");

    assertThat(fault.hint()).isEqualTo("Change 'clients' to 'c' in filters, orders or limits.");
  }

  @Test
  void aggregatesInsideArraysHaveNoMeaningYet() {
    Fixture fixture = fixture().with("db-aggregates-enabled", "true");

    assertThat(fixture.fault("GET", "/clients?select=...projects(id.sum())").code())
        .isEqualTo("PGRST127");
    assertThat(fixture.fault("GET", "/clients?select=...projects(...details(count()))").code())
        .isEqualTo("PGRST127");
  }

  @Test
  void ofSeveralFaultsTheEarlierStepIsReported() {
    assertThat(fixture().fault("GET", "/projects?select=nope(id)&order=x(id)&y.id=eq.1").code())
        .isEqualTo("PGRST108");
    assertThat(fixture().fault("GET", "/projects?select=nope(id)&order=x(id)").code())
        .isEqualTo("PGRST200");
    assertThat(fixture().fault("GET", "/projects?select=id.sum()&order=x(id)").code())
        .isEqualTo("PGRST108");
  }

  @Test
  void strictHandlingRefusesUnknownPreferences() {
    Fixture strict = fixture().header("Prefer", "handling=strict, nope=1");

    assertThat(strict.fault("GET", "/projects").code()).isEqualTo("PGRST122");
    assertThat(strict.fault("DELETE", "/projects").code()).isEqualTo("PGRST122");
    assertThat(strict.fault("GET", "/rpc/now_text").code()).isEqualTo("PGRST122");
  }
}

package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.error.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgREST 16.2 answered to requests that it did not understand. */
class RecordedFaultsTest {

  /** One request and its answer. */
  record Fault(
      String method,
      String target,
      List<String> headers,
      String body,
      Map<String, String> settings,
      String code,
      String message,
      @Nullable String details) {}

  static List<Fault> faults() throws IOException {
    try (InputStream recorded =
        RecordedFaultsTest.class.getResourceAsStream("recorded-faults.json")) {
      return new ObjectMapper()
          .readValue(Objects.requireNonNull(recorded), new TypeReference<>() {});
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatPostgrestSays(Fault fault) {
    RawRequest request =
        Requests.request(
            fault.method(), fault.target(), fault.body(), fault.headers().toArray(String[]::new));
    ApiException thrown =
        catchThrowableOfType(
            ApiException.class, () -> Requests.parser(fault.settings()).parse(request));
    assertThat(thrown).isNotNull();
    JsonNode details = thrown.error().details();
    assertThat(thrown.error().code()).isEqualTo(fault.code());
    assertThat(thrown.error().message()).isEqualTo(fault.message());
    assertThat(details == null ? null : details.asText()).isEqualTo(fault.details());
  }
}

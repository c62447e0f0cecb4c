package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgREST 16.2 answered to requests that do not follow the URL grammar. */
class RecordedSyntaxFaultsTest {

  /** One request and its answer. */
  record Fault(String method, String target, String message, String details) {}

  static List<Fault> faults() throws IOException {
    try (InputStream recorded =
        RecordedSyntaxFaultsTest.class.getResourceAsStream("recorded-syntax-faults.json")) {
      return new ObjectMapper()
          .readValue(Objects.requireNonNull(recorded), new TypeReference<>() {});
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatPostgrestSays(Fault fault) {
    RawRequest request = Requests.request(fault.method(), fault.target(), "{}");
    ApiException thrown = catchThrowableOfType(ApiException.class, () -> Requests.parse(request));
    assertThat(thrown.error())
        .isEqualTo(new RequestError.QueryParameter(fault.message(), fault.details()));
  }
}

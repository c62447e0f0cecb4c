package dev.pgext.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The words after the status, where PostgREST's server has others than Jetty. Clients see them:
 * {@code statusText} of postgrest-js has them.
 */
final class ReasonPhrase {
  private static final Map<Integer, String> POSTGRESTS =
      Map.of(
          HttpStatus.NON_AUTHORITATIVE_INFORMATION_203, "Non-Authoritative Information",
          HttpStatus.PAYLOAD_TOO_LARGE_413, "Request Entity Too Large",
          HttpStatus.URI_TOO_LONG_414, "Request-URI Too Long",
          HttpStatus.RANGE_NOT_SATISFIABLE_416, "Requested Range Not Satisfiable",
          HttpStatus.IM_A_TEAPOT_418, "I'm a teapot",
          HttpStatus.INTERNAL_SERVER_ERROR_500, "Internal Server Error");

  private ReasonPhrase() {}

  /** Null where Jetty's own is the same; empty for a status that has no name. */
  static @Nullable String of(int status) {
    return HttpStatus.getCode(status) == null ? "" : POSTGRESTS.get(status);
  }
}

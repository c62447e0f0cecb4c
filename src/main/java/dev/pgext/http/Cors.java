package dev.pgext.http;

import dev.pgext.error.Header;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins use the API: any, or those of {@code server-cors-allowed-origins}. A
 * request that does not meet the rules is answered as if there were none, and the browser refuses.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch: CORS protocol</a>
 */
final class Cors {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD");
  private static final List<String> SIMPLE_HEADERS =
      List.of("Accept", "Accept-Language", "Content-Language");
  private static final Header EXPOSED =
      new Header(
          "Access-Control-Expose-Headers",
          "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location,"
              + " Server, Transfer-Encoding, Range-Unit");
  private static final Header MAX_AGE = new Header("Access-Control-Max-Age", "86400");

  private final List<String> allowedOrigins;

  /** Allows any origin where none is named. */
  Cors(List<String> allowedOrigins) {
    this.allowedOrigins = allowedOrigins;
  }

  /** The answer to a browser that asks before it sends the request proper; else empty. */
  Optional<ApiResponse> preflight(RawRequest request) {
    String origin = request.header("Origin");
    String method = request.header("Access-Control-Request-Method");
    if (!request.method().equals("OPTIONS")
        || !allowed(origin)
        || method == null
        || !METHODS.contains(method)) {
      return Optional.empty();
    }
    List<Header> headers = new ArrayList<>(origin(origin));
    headers.add(new Header("Access-Control-Allow-Methods", String.join(", ", METHODS)));
    String asked = request.header("Access-Control-Request-Headers");
    if (asked != null) {
      headers.add(new Header("Access-Control-Allow-Headers", allowedHeaders(asked)));
    }
    headers.add(MAX_AGE);
    headers.add(new Header("Content-Length", "0"));
    return Optional.of(new ApiResponse(200, null, headers, new byte[0]));
  }

  /** What a response to {@code request} needs so that its page may read it. */
  List<Header> headers(RawRequest request) {
    String origin = request.header("Origin");
    if (origin == null || request.method().equals("OPTIONS") || !allowed(origin)) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(origin(origin));
    headers.add(EXPOSED);
    return headers;
  }

  private boolean allowed(@Nullable String origin) {
    return origin != null && (allowedOrigins.isEmpty() || allowedOrigins.contains(origin));
  }

  private List<Header> origin(@Nullable String origin) {
    if (allowedOrigins.isEmpty() || origin == null) {
      return List.of(new Header("Access-Control-Allow-Origin", "*"));
    }
    return List.of(
        new Header("Access-Control-Allow-Origin", origin),
        new Header("Access-Control-Allow-Credentials", "true"));
  }

  private static String allowedHeaders(String asked) {
    List<String> names = new ArrayList<>();
    names.add("Authorization");
    Arrays.stream(asked.split(",", -1)).map(String::strip).forEach(names::add);
    Set<String> lowerCase = new LinkedHashSet<>();
    names.forEach(name -> lowerCase.add(name.toLowerCase(java.util.Locale.ROOT)));
    SIMPLE_HEADERS.stream()
        .filter(name -> !lowerCase.contains(name.toLowerCase(java.util.Locale.ROOT)))
        .forEach(names::add);
    return String.join(", ", names);
  }
}

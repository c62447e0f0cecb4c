package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import dev.pgext.request.RawRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorsTest {
  private final Cors any = new Cors(List.of());
  private final Cors some = new Cors(List.of("http://a.example", "http://b.example"));

  @Test
  void aPreflightIsAnsweredWithWhatItAskedFor() {
    RawRequest preflight =
        request(
            "OPTIONS",
            "Origin: http://x.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: Foo, accept");

    assertThat(any.preflight(preflight))
        .get()
        .satisfies(
            response -> {
              assertThat(response.status()).isEqualTo(200);
              assertThat(response.headers())
                  .contains(
                      new Header("Access-Control-Allow-Origin", "*"),
                      new Header(
                          "Access-Control-Allow-Methods",
                          "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD"),
                      new Header(
                          "Access-Control-Allow-Headers",
                          "Authorization, Foo, accept, Accept-Language, Content-Language"),
                      new Header("Access-Control-Max-Age", "86400"));
            });
  }

  @Test
  void anAllowedOriginIsNamedAndMaySendCredentials() {
    assertThat(some.headers(request("GET", "Origin: http://b.example")))
        .contains(
            new Header("Access-Control-Allow-Origin", "http://b.example"),
            new Header("Access-Control-Allow-Credentials", "true"));
  }

  @Test
  void anotherOriginIsToldNothing() {
    assertThat(some.headers(request("GET", "Origin: http://c.example"))).isEmpty();
    assertThat(
            some.preflight(
                request(
                    "OPTIONS", "Origin: http://c.example", "Access-Control-Request-Method: GET")))
        .isEmpty();
  }

  @Test
  void plainOptionsIsNoPreflight() {
    assertThat(any.preflight(request("OPTIONS"))).isEmpty();
    assertThat(any.preflight(request("OPTIONS", "Origin: http://x.example"))).isEmpty();
    assertThat(
            any.preflight(
                request(
                    "OPTIONS", "Origin: http://x.example", "Access-Control-Request-Method: TRACE")))
        .isEmpty();
  }

  @Test
  void aRequestOfNoPageHasNoHeaders() {
    assertThat(any.headers(request("GET"))).isEmpty();
  }

  private static RawRequest request(String method, String... lines) {
    List<Header> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 2)));
    }
    return new RawRequest(method, "/items", "", headers, new byte[0]);
  }
}

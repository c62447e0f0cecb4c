package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.error.Header;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientScriptTest {
  private static final byte[] API = "the API".getBytes(StandardCharsets.UTF_8);

  private String relation = "tasks";

  @ParameterizedTest
  @CsvSource({
    "/pgext.js, text/javascript; charset=utf-8, export const pgext",
    "/pgext.d.ts, text/plain; charset=utf-8, export function pgext"
  })
  void theClientAndItsTypesAreServed(String path, String mediaType, String part) {
    ApiResponse response = handle("GET", path);

    assertThat(response.status()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo(mediaType);
    assertThat(header(response, "Content-Length")).isEqualTo("" + response.body().length);
    assertThat(header(response, "Cache-Control")).isEqualTo("public, no-cache");
    assertThat(response.body()).asString(StandardCharsets.UTF_8).contains(part);
  }

  @Test
  void whoHasItIsToldSo() {
    String etag = header(handle("GET", "/pgext.js"), "ETag");

    for (String known : List.of(etag, "\"other\", " + etag, etag.substring(2), "*")) {
      ApiResponse response = handle("GET", "/pgext.js", new Header("If-None-Match", known));
      assertThat(response.status()).as(known).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(header(response, "ETag")).isEqualTo(etag);
    }
    assertThat(handle("GET", "/pgext.js", new Header("If-None-Match", "\"older\"")).status())
        .isEqualTo(200);
  }

  @Test
  void itIsCompressedForWhoTakesThat() throws IOException {
    ApiResponse plain = handle("GET", "/pgext.js");
    ApiResponse response = handle("GET", "/pgext.js", new Header("Accept-Encoding", "br, gzip"));

    assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(
            header(
                handle("GET", "/pgext.js", new Header("Accept-Encoding", "gzip;q=0")),
                "Content-Encoding"))
        .isNull();
  }

  @Test
  void aPageOfAnotherOriginMayImportIt() {
    ApiResponse response = handle("GET", "/pgext.js", new Header("Origin", "http://app.test"));

    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void aHeadIsAnsweredLikeAGet() {
    assertThat(header(handle("HEAD", "/pgext.js"), "Content-Length"))
        .isEqualTo(header(handle("GET", "/pgext.js"), "Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pgext", "/tasks", "/pgext.js/", "/rpc/pgext.js"})
  void everyOtherPathIsTheApis(String path) {
    assertThat(handle("GET", path).body()).isEqualTo(API);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "OPTIONS", "DELETE", "PATCH"})
  void everyOtherMethodIsTheApis(String method) {
    assertThat(handle(method, "/pgext.js").body()).isEqualTo(API);
  }

  @Test
  void aRelationOfThatNameIsTheApis() {
    relation = "pgext.js";

    assertThat(handle("GET", "/pgext.js").body()).isEqualTo(API);
    assertThat(handle("GET", "/pgext.d.ts").status()).isEqualTo(200);
  }

  private ApiResponse handle(String method, String path, Header... headers) {
    Endpoint api =
        (head, body) -> new Answer(new ApiResponse(200, null, List.of(), API), null, true);
    RawRequest request = new RawRequest(method, path, "", List.of(headers), new byte[0]);
    return new ClientScript(api, this::state).handle(request, () -> new byte[0]).response();
  }

  private RestState state() {
    Map<String, String> settings = Map.of("db-schemas", "api");
    Config config = ConfigLoader.load(ConfigSources.ofOverrides(settings)).config();
    return new RestState(
        config,
        new RoleSettings(Map.of()),
        new Authenticator(config, Clock.systemUTC(), new TokenCacheStatistics()),
        catalog(),
        "1");
  }

  private Catalog catalog() {
    QualifiedName name = new QualifiedName("api", relation);
    Relation known =
        new Relation(name, Relation.Kind.TABLE, null, true, true, true, List.of(), Map.of());
    return new Catalog(
        Map.of(name, known),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new MediaHandlers(Map.of(), Map.of()),
        (left, operator) -> null,
        150000);
  }

  private static String header(ApiResponse response, String name) {
    return response.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }
}

package dev.pgext.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderFrontendTest {
  private static final String PAGE = "<p>page</p>".repeat(40);
  private static final byte[] REST = "rest".getBytes(UTF_8);

  @TempDir private Path directory;
  private Path folder;
  private FrontendPages pages;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectories(directory.resolve("frontend"));
    write("index.html", PAGE);
    write("app.js", "1");
    write("docs/index.html", "docs");
    write("über uns+.txt", "us");
    write(".env", "secret");
    write(".git/config", "secret");
    write(".well-known/security.txt", "mail us");
    Files.writeString(directory.resolve("outside.txt"), "outside");
    Files.createSymbolicLink(folder.resolve("link.txt"), directory.resolve("outside.txt"));
    Files.createSymbolicLink(folder.resolve("up"), directory);
    Endpoint api =
        (head, body) -> new Answer(new ApiResponse(200, null, List.of(), REST), null, true);
    pages = new FrontendPages(new FolderFrontend(folder), api);
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/index.html, text/html; charset=utf-8",
    "/app.js, text/javascript; charset=utf-8",
    "/docs/, text/html; charset=utf-8",
    "/%C3%BCber%20uns+.txt, text/plain; charset=utf-8",
    "/.well-known/security.txt, text/plain; charset=utf-8",
  })
  void aFileIsGivenAsWhatItIs(String path, String mediaType) {
    ApiResponse answer = get(path);

    assertThat(answer.body()).isNotEqualTo(REST);
    assertThat(header(answer, "Content-Type")).isEqualTo(mediaType);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tasks",
        "/docs",
        "/rest/v1/",
        "/.env",
        "/.git/config",
        "/%2eenv",
        "/../outside.txt",
        "/docs/../../outside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "/%2e%2e/outside.txt",
        "//outside.txt",
        "/link.txt",
        "/up/outside.txt",
        "/app.js%00.txt",
        "/%zz",
        "/app.js/",
        "*",
      })
  void everythingElseIsTheApis(String path) {
    assertThat(get(path).body()).isEqualTo(REST);
  }

  @Test
  void writesAreTheApis() {
    assertThat(answer("POST", "/index.html").body()).isEqualTo(REST);
    assertThat(answer("HEAD", "/index.html").body()).isNotEqualTo(REST);
  }

  @Test
  void aBrowserThatHasItAlreadyIsToldSoUntilItChanges() throws IOException {
    String etag = String.valueOf(header(get("/"), "ETag"));

    ApiResponse again = answer("GET", "/", new Header("If-None-Match", etag));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "Cache-Control")).isEqualTo("public, no-cache");

    write("index.html", "other");
    ApiResponse changed = answer("GET", "/", new Header("If-None-Match", etag));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body()).asString(UTF_8).isEqualTo("other");
  }

  @Test
  void textIsCompressedForThoseWhoTakeIt() throws IOException {
    ApiResponse answer = answer("GET", "/", new Header("Accept-Encoding", "br, gzip"));

    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    try (var content = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo(PAGE);
    }
    assertThat(header(get("/"), "Content-Encoding")).isNull();
  }

  @Test
  void aFileThatIsGoneIsTheApis() throws IOException {
    assertThat(get("/app.js").body()).isNotEqualTo(REST);
    Files.delete(folder.resolve("app.js"));
    assertThat(get("/app.js").body()).isEqualTo(REST);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ApiResponse get(String path) {
    return answer("GET", path);
  }

  private ApiResponse answer(String method, String path, Header... headers) {
    RawRequest request = new RawRequest(method, path, "", List.of(headers), new byte[0]);
    return pages.handle(request, () -> new byte[0]).response();
  }

  private static @Nullable String header(ApiResponse answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }
}

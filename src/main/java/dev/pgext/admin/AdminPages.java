package dev.pgext.admin;

import dev.pgext.error.Header;
import dev.pgext.response.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The admin server's pages. Thread-safe.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/admin_server.html">PostgREST: admin
 *     server</a>
 */
public final class AdminPages {
  private static final byte[] EMPTY = new byte[0];
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";

  private final AdminSources sources;

  public AdminPages(AdminSources sources) {
    this.sources = sources;
  }

  /** The page at a path, whatever the method. */
  public ApiResponse page(String path) {
    return switch (path) {
      case "/live" -> status(sources.live().getAsBoolean() ? 200 : 500);
      case "/ready" -> status(readiness());
      case "/metrics" -> body(TEXT, utf8(sources.metrics().get()));
      case "/config" -> body(TEXT, utf8(sources.config().get()));
      case "/schema_cache" -> body(JSON, sources.schemaCache().get());
      default -> status(404);
    };
  }

  /** What is being loaded comes first: it heals by itself. */
  private int readiness() {
    if (!sources.ready().getAsBoolean()) {
      return 503;
    }
    return sources.live().getAsBoolean() ? 200 : 500;
  }

  private static ApiResponse status(int status) {
    return new ApiResponse(status, null, List.of(), EMPTY);
  }

  private static ApiResponse body(String type, byte[] body) {
    return new ApiResponse(200, null, List.of(new Header("Content-Type", type)), body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

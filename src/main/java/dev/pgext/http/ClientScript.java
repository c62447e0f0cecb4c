package dev.pgext.http;

import dev.pgext.catalog.Catalog;
import dev.pgext.request.RawRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Gives pages the browser client at {@code /pgext.js}, and its types at {@code /pgext.d.ts}; every
 * other request, and these where a relation has that name, is the API's. Thread-safe.
 */
public final class ClientScript implements Endpoint {
  private static final String FOLDER = "/dev/pgext/client";

  /** The path, and by which name its media type is found. */
  private static final Map<String, String> NAMES =
      Map.of("/pgext.js", "pgext.js", "/pgext.d.ts", "pgext.d.txt");

  private final Endpoint api;
  private final Supplier<RestState> state;
  private final Map<String, WebFile> files = new ConcurrentHashMap<>();

  /** Stands before the API. */
  public ClientScript(Endpoint api, Supplier<RestState> state) {
    this.api = api;
    this.state = state;
  }

  @Override
  public Answer handle(RawRequest head, Body body) {
    String name = NAMES.get(head.path());
    if (name == null || !FileAnswer.isRead(head) || isRelation(head.path().substring(1))) {
      return api.handle(head, body);
    }
    WebFile file = files.computeIfAbsent(head.path(), path -> load(path, name));
    Cors cors = new Cors(state.get().config().server().corsAllowedOrigins());
    return FileAnswer.of(head, file, cors.headers(head));
  }

  private static WebFile load(String path, String name) {
    try (InputStream resource = ClientScript.class.getResourceAsStream(FOLDER + path)) {
      if (resource == null) {
        throw new IllegalStateException("The jar lacks " + path);
      }
      return WebFile.of(name, resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isRelation(String name) {
    Catalog catalog = state.get().catalog();
    return catalog != null
        && catalog.relations().keySet().stream().anyMatch(known -> known.name().equals(name));
  }
}

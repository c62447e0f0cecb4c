package dev.pgext.http;

import dev.pgext.request.RawRequest;
import java.util.List;
import java.util.Optional;

/**
 * Gives browsers the files of a frontend where it has the path that they ask for; every other
 * request is the API's. Thread-safe.
 */
public final class FrontendPages implements Endpoint {
  private final Frontend frontend;
  private final Endpoint api;

  /** Stands before the API, and before its mount: {@code /rest/v1/} is the API's root. */
  public FrontendPages(Frontend frontend, Endpoint api) {
    this.frontend = frontend;
    this.api = api;
  }

  @Override
  public Answer handle(RawRequest head, Body body) {
    Optional<WebFile> file =
        FileAnswer.isRead(head)
            ? FrontendPath.of(head.path()).flatMap(frontend::find)
            : Optional.empty();
    return file.map(found -> FileAnswer.of(head, found, List.of()))
        .orElseGet(() -> api.handle(head, body));
  }
}

package dev.pgext.http;

import dev.pgext.request.RawRequest;

/** The API at both of its places: what is asked below {@link Mount} is asked of it. Thread-safe. */
public final class MountedApi implements Endpoint {
  private final Endpoint api;

  /** Stands before the API. */
  public MountedApi(Endpoint api) {
    this.api = api;
  }

  @Override
  public Answer handle(RawRequest head, Body body) {
    Mount mount = Mount.of(head.path(), head.headers());
    boolean moved = !mount.path().equals(head.path());
    return api.handle(
        moved
            ? new RawRequest(
                head.method(), mount.path(), head.query(), mount.headers(), head.body())
            : head,
        body);
  }
}

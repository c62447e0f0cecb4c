package dev.pgext.http;

import dev.pgext.request.RawRequest;

/** Answers requests, each on its own virtual thread. Thread-safe; it may block. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers one request.
   *
   * @param head the request without its body
   * @param body what is read only if it is needed
   */
  Answer handle(RawRequest head, Body body);
}

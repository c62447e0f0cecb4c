package dev.pgext.http;

/** A request's body, not read yet. Confined to the request's thread. */
@FunctionalInterface
public interface Body {
  /**
   * Reads all of it.
   *
   * @throws dev.pgext.error.ApiException where it is too large or comes too slowly
   */
  byte[] read();
}

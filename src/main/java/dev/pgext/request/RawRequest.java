package dev.pgext.request;

import dev.pgext.error.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over HTTP, before anything is read into it.
 *
 * @param path the request target's path, still percent-encoded, without a mount prefix such as
 *     {@code /rest/v1}
 * @param query the query string without its question mark, still percent-encoded; empty where there
 *     is none
 * @param headers in the order in which they came, names as they were written
 */
@SuppressWarnings("ArrayRecordComponent") // the body is handed on, never compared or copied
public record RawRequest(
    String method, String path, String query, List<Header> headers, byte[] body) {
  public RawRequest {
    headers = List.copyOf(headers);
  }

  /** The first header of that name, whatever its case, or null. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }
}

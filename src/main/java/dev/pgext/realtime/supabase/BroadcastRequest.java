package dev.pgext.realtime.supabase;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast sent over HTTP. Nobody writes to its array.
 *
 * @param path as it came, still percent-encoded
 * @param privateChannel what {@code private} says in the query
 * @param headers by name in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record BroadcastRequest(
    String path, boolean privateChannel, Map<String, String> headers, byte[] body) {

  public BroadcastRequest {
    headers = Map.copyOf(headers);
  }

  /** A header's value; null where there is none. */
  @Nullable String header(String name) {
    return headers.get(name);
  }
}

package dev.pgext.realtime.hub;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request that opened a websocket.
 *
 * @param path as it came, without the query
 * @param parameters of the query, decoded
 * @param headers by name in lower case
 */
public record Handshake(
    String path, Map<String, List<String>> parameters, Map<String, String> headers) {

  public Handshake {
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  /** The first value of a parameter; null where there is none. */
  public @Nullable String parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }

  /** A header's value, whatever its name's case; null where there is none. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}

package dev.pgext.realtime.websocket;

import dev.pgext.realtime.hub.Handshake;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads what a protocol may want to know of the request that opens a websocket. */
final class Handshakes {
  private Handshakes() {}

  static Handshake of(Request request) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      parameters.put(field.getName(), field.getValues());
    }
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), field.getValue());
    }
    return new Handshake(Request.getPathInContext(request), parameters, headers);
  }
}

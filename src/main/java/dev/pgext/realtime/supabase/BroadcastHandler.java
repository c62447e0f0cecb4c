package dev.pgext.realtime.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests below {@link BroadcastApi#PATH}, and leaves all others to who comes next. Pages of
 * other origins may send them as they may use REST.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch: CORS protocol</a>
 */
public final class BroadcastHandler extends Handler.Abstract {
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;

  private final BroadcastApi api;
  private final Supplier<List<String>> origins;
  private final int bodyBytes;

  /**
   * Serves the API.
   *
   * @param origins whose pages may use it; all where empty
   * @param bodyBytes the longest body
   */
  public BroadcastHandler(BroadcastApi api, Supplier<List<String>> origins, int bodyBytes) {
    super(InvocationType.BLOCKING);
    this.api = api;
    this.origins = origins;
    this.bodyBytes = bodyBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    if (path == null
        || !(path.equals(BroadcastApi.PATH) || path.startsWith(BroadcastApi.PATH + "/"))) {
      return false;
    }
    allowOrigin(request, response.getHeaders());
    switch (request.getMethod()) {
      case "POST" -> write(post(request, path), response, callback);
      case "OPTIONS" -> preflight(request, response, callback);
      default ->
          write(
              BroadcastAnswer.refused(METHOD_NOT_ALLOWED, "Only POST is allowed"),
              response,
              callback);
    }
    return true;
  }

  private BroadcastAnswer post(Request request, String path) {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(bodyBytes + 1);
      if (body.length > bodyBytes) {
        return BroadcastAnswer.refused(TOO_LARGE, "The body is too large");
      }
      boolean isPrivate =
          "true".equals(Request.extractQueryParameters(request).getValue("private"));
      return api.post(new BroadcastRequest(path, isPrivate, headers(request), body));
    } catch (IOException e) {
      return BroadcastAnswer.refused(BAD_REQUEST, "The body did not arrive");
    }
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), field.getValue());
    }
    return headers;
  }

  private void allowOrigin(Request request, HttpFields.Mutable headers) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    List<String> allowed = origins.get();
    if (origin != null && allowed.isEmpty()) {
      headers.put("Access-Control-Allow-Origin", "*");
    } else if (origin != null && allowed.contains(origin)) {
      headers.put("Access-Control-Allow-Origin", origin);
      headers.put(HttpHeader.VARY, "Origin");
    }
  }

  private static void preflight(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Access-Control-Allow-Methods", "POST, OPTIONS");
    @Nullable String asked = request.getHeaders().get("Access-Control-Request-Headers");
    if (asked != null) {
      headers.put("Access-Control-Allow-Headers", asked);
    }
    headers.put("Access-Control-Max-Age", "86400");
    write(new BroadcastAnswer(200, new byte[0]), response, callback);
  }

  private static void write(BroadcastAnswer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    if (answer.body().length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    }
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}

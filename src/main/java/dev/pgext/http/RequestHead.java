package dev.pgext.http;

import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.error.LimitError;
import dev.pgext.request.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * A request as it came: the target's raw path and query, and the headers, whose bytes are read as
 * UTF-8.
 *
 * @param target path and query
 */
record RequestHead(RawRequest request, String target) {
  private static final byte[] NO_BODY = new byte[0];

  static RequestHead of(Request request) {
    String target = target(request);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    List<Header> headers = new ArrayList<>(request.getHeaders().size());
    for (HttpField field : request.getHeaders()) {
      headers.add(new Header(field.getName(), utf8(field.getValue())));
    }
    return new RequestHead(
        new RawRequest(request.getMethod(), path, query, headers, NO_BODY), target);
  }

  private static String target(Request request) {
    String refused = RawTargetConnection.refusedTarget(request);
    if (refused != null) {
      return refused;
    }
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath() == null ? "/" : uri.getPath();
    return uri.getQuery() == null ? path : path + "?" + uri.getQuery();
  }

  /**
   * Refuses what is larger than the limits.
   *
   * @throws ApiException 414 or 431
   */
  void check(int urlBytes, int headerBytes) {
    if (target.length() > urlBytes) {
      throw new LimitError.UrlTooLong(urlBytes).asException();
    }
    int size = 0;
    for (Header header : request.headers()) {
      size += header.name().length() + header.value().length() + 4;
    }
    if (size > headerBytes) {
      throw new LimitError.HeadersTooLarge(headerBytes).asException();
    }
  }

  /** Jetty reads each byte as one character. */
  private static String utf8(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0x7F) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return value;
  }
}

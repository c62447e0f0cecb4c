package dev.pgext.http;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that remembers a request target which Jetty would refuse to parse ({@code %00},
 * {@code %zz}, {@code /../a}), and shows Jetty a harmless one instead. It has one request at a
 * time, and so needs one place.
 */
final class RawTargetConnection extends HttpConnection {
  private static final String HARMLESS = "/";

  private volatile @Nullable String refused;

  private RawTargetConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
    super(http, connector, endPoint);
  }

  /** The target of {@code request} as it came, where Jetty could not parse it; else null. */
  static @Nullable String refusedTarget(Request request) {
    return request.getConnectionMetaData().getConnection() instanceof RawTargetConnection raw
        ? raw.refused
        : null;
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    boolean parses = parses(method, uri);
    refused = parses ? null : uri;
    return super.newHttpStream(method, parses ? uri : HARMLESS, version);
  }

  /** Only a path that begins at the root can be shown as another. */
  private static boolean parses(String method, @Nullable String uri) {
    if (uri == null || !uri.startsWith("/") || (uri.indexOf('%') < 0 && !uri.contains("/."))) {
      return true;
    }
    try {
      return HttpURI.build(method, uri).getCanonicalPath() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Makes such connections. */
  static final class Factory extends HttpConnectionFactory {
    Factory(HttpConfiguration http) {
      super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(
          new RawTargetConnection(getHttpConfiguration(), connector, endPoint),
          connector,
          endPoint);
    }
  }
}

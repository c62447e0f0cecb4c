package dev.pgext.http;

import org.eclipse.jetty.http.HttpParser;
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
 * time, and so needs one place. The head of a request has a time to arrive in.
 */
final class RawTargetConnection extends HttpConnection {
  private static final String HARMLESS = "/";

  private volatile @Nullable String refused;
  private final HeadDeadline deadline;

  private RawTargetConnection(
      HttpConfiguration http, Connector connector, EndPoint endPoint, WebServerSettings settings) {
    super(http, connector, endPoint);
    LateHead late = new LateHead(settings, connector.getScheduler());
    this.deadline =
        new HeadDeadline(
            connector.getScheduler(),
            settings.limits().requestTimeout(),
            () -> late.answer(endPoint));
  }

  @Override
  public void onFillable() {
    if (deadline.read()) {
      super.onFillable();
      HttpParser.State state = getParser().getState();
      boolean incomplete =
          state.compareTo(HttpParser.State.START) > 0
              && state.compareTo(HttpParser.State.HEADER) <= 0;
      deadline.paused(incomplete, getMessagesIn());
    }
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
    private final WebServerSettings settings;

    Factory(HttpConfiguration http, WebServerSettings settings) {
      super(http);
      this.settings = settings;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(
          new RawTargetConnection(getHttpConfiguration(), connector, endPoint, settings),
          connector,
          endPoint);
    }
  }
}

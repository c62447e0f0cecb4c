package dev.pgext.realtime.websocket;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ErrorBody;
import dev.pgext.error.Header;
import dev.pgext.error.RealtimeError;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.hub.SocketProtocol;
import dev.pgext.realtime.hub.Traffic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests that ask for a websocket, at the paths that have one, and leaves all others to
 * who comes next. One serves one web server. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455, section 4.2: the
 *     server's handshake</a>
 */
public final class WebSocketEndpoint extends Handler.Abstract {
  private static final int GOING_AWAY_FOR_RESTART = 1012;
  private static final int OUTPUT_BUFFER = 4096;
  private static final int INPUT_BUFFER = 2048;

  private final Map<String, SocketProtocol> protocols;
  private final WebSocketServices services;
  private final Set<JettySocket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable WebSocketMappings mappings;

  /** Speaks the protocol of each path. */
  public WebSocketEndpoint(Map<String, SocketProtocol> protocols, WebSocketServices services) {
    super(InvocationType.BLOCKING);
    this.protocols = Map.copyOf(protocols);
    this.services = services;
  }

  /**
   * What sockets need.
   *
   * @param limits asked for with each new socket: a reload may change them
   * @param unavailable why none can be opened now; null where they can
   */
  public record WebSocketServices(
      Supplier<Config.Connections> limits,
      Supplier<@Nullable ApiError> unavailable,
      Traffic traffic,
      Pace pace,
      Observer observer) {}

  @Override
  protected void doStart() throws Exception {
    mappings =
        new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(getServer()));
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SocketProtocol protocol = protocols.get(Request.getPathInContext(request));
    WebSocketMappings upgrades = mappings;
    if (protocol == null
        || upgrades == null
        || !upgrades.getHandshaker().isWebSocketUpgradeRequest(request)) {
      return false;
    }
    ApiError refusal = refusal(request);
    if (refusal != null) {
      String client = Request.getRemoteAddr(request);
      services.observer().observe(new Observation.SocketRefused(client, refusal));
      refuse(refusal, response, callback);
      return true;
    }
    return upgrades.upgrade(new Negotiator(protocol), request, response, callback, null);
  }

  private @Nullable ApiError refusal(Request request) {
    Config.Connections limits = services.limits().get();
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !limits.admits(origin)) {
      return new RealtimeError.OriginRefused(origin);
    }
    if (services.traffic().openSockets() >= limits.maximum()) {
      return new RealtimeError.TooManySockets(limits.maximum());
    }
    return services.unavailable().get();
  }

  private static void refuse(ApiError error, Response response, Callback callback) {
    byte[] body = ErrorBody.verbose(error);
    response.setStatus(error.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    for (Header header : error.headers()) {
      response.getHeaders().add(header.name(), header.value());
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Asks every client whether it is there, and cuts off who did not answer the last time. */
  public void heartbeat() {
    sockets.forEach(JettySocket::heartbeat);
  }

  /** Closes every websocket; clients come back, perhaps to another server. */
  public void closeAll() {
    sockets.forEach(socket -> socket.close(GOING_AWAY_FOR_RESTART, "The server stops"));
  }

  /** Makes the socket of one request. */
  private final class Negotiator extends Configuration.ConfigurationCustomizer
      implements WebSocketNegotiator {
    private final SocketProtocol protocol;

    Negotiator(SocketProtocol protocol) {
      this.protocol = protocol;
    }

    @Override
    public JettySocket negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      Config.Connections limits = services.limits().get();
      if (!limits.compression()) {
        response.setExtensions(List.of());
      }
      return new JettySocket(protocol, Handshakes.of(request), services, limits, sockets);
    }

    @Override
    public void customize(Configuration configurable) {
      Config.Connections limits = services.limits().get();
      configurable.setIdleTimeout(limits.heartbeat().multipliedBy(3));
      configurable.setMaxFrameSize(limits.maxMessage());
      configurable.setOutputBufferSize(OUTPUT_BUFFER);
      configurable.setInputBufferSize(INPUT_BUFFER);
      configurable.setAutoFragment(false);
      configurable.setMaxOutgoingFrames(-1);
    }
  }
}

package dev.pgext.cli;

import dev.pgext.error.RequestError;
import dev.pgext.http.Answer;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.Meter;
import dev.pgext.realtime.Realtime;
import dev.pgext.realtime.RealtimeParts;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * Realtime with the port of its own, if it has one. Nothing of it is started before {@link #start},
 * so that it takes no time of the API's. Confined to its owner, but for start.
 */
final class RealtimeServer implements AutoCloseable {
  private final Realtime realtime;
  private @Nullable WebServer own;
  private int ownPort = -1;

  RealtimeServer(RealtimeParts parts) {
    this.realtime = new Realtime(parts);
  }

  /** Its numbers for the page of metrics. */
  List<Meter> meters() {
    return realtime.meters();
  }

  /** How many messages clients were sent. */
  long deliveries() {
    return realtime.deliveries();
  }

  /** What takes the API's upgrades. */
  List<Handler> handlers() {
    return realtime.handlers();
  }

  /**
   * Serves websockets on a port of their own, too.
   *
   * @return where
   */
  String listen(WebServerSettings settings, ErrorWriter errors) throws IOException {
    WebServer server =
        new WebServer(
            settings,
            (head, body) -> new Answer(errors.respond(new RequestError.InvalidPath()), null, true),
            realtime.handlers());
    own = server;
    String address = server.start();
    ownPort = server.port();
    return address;
  }

  /** The port of its own; negative without one. */
  int port() {
    return ownPort;
  }

  /** Begins to read changes. */
  void start() {
    realtime.start();
  }

  @Override
  public void close() {
    Closing.all(realtime, own);
  }
}

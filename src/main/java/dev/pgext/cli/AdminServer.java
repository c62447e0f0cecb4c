package dev.pgext.cli;

import dev.pgext.admin.AdminPages;
import dev.pgext.admin.AdminSources;
import dev.pgext.admin.LogStream;
import dev.pgext.config.Config;
import dev.pgext.http.Answer;
import dev.pgext.http.Listen;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.LogRing;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** Health, metrics and the like, on a port of their own. Confined to its owner. */
final class AdminServer implements AutoCloseable {
  private final WebServer server;
  private final @Nullable LogRing ring;

  private AdminServer(WebServer server, @Nullable LogRing ring) {
    this.server = server;
    this.ring = ring;
  }

  /**
   * One that does not listen yet; null where the configuration wants none.
   *
   * @param web a web server's settings, for where it listens
   * @param ring the log's last lines; null where nobody may have them
   */
  static @Nullable AdminServer of(
      Config.Admin settings,
      Function<Listen, WebServerSettings> web,
      AdminSources sources,
      @Nullable LogRing ring)
      throws IOException {
    if (!settings.enabled()) {
      return null;
    }
    AdminPages pages = new AdminPages(sources);
    String token = settings.logsToken();
    List<Handler> logs =
        ring == null || token == null ? List.of() : List.of(new LogStream(ring, token));
    WebServer server =
        new WebServer(
            web.apply(address(settings)),
            (head, body) -> new Answer(pages.page(head.path()), null, false),
            logs);
    return new AdminServer(server, ring);
  }

  private static Listen address(Config.Admin settings) {
    if (settings.unixSocket() != null) {
      return new Listen.Unix(settings.unixSocket(), settings.unixSocketMode());
    }
    return new Listen.Tcp(settings.host(), settings.port() == null ? 0 : settings.port(), false);
  }

  /** Listens; returns where. */
  String start() throws IOException {
    return server.start();
  }

  int port() {
    return server.port();
  }

  /** Who follows the log is let go first. */
  @Override
  public void close() {
    Closing.all(ring, server);
  }
}

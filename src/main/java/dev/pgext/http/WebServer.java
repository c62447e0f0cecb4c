package dev.pgext.http;

import dev.pgext.error.ApiException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * A Jetty server with one {@link Endpoint}. Nothing of a request is interpreted on its way there:
 * odd paths, unknown methods and escaped slashes are the endpoint's business.
 *
 * <p>Started and closed by its owner; thread-safe otherwise.
 *
 * @see <a href="https://jetty.org/docs/jetty/12.1/programming-guide/server/http.html">Jetty: server
 *     libraries</a>
 */
public final class WebServer implements AutoCloseable {
  private static final int RESPONSE_HEADERS = 16 * 1024;
  private static final int MAX_RESPONSE_HEADERS = 1024 * 1024;
  private static final int BACKLOG = 2048;
  private static final Duration HAND_OVER = Duration.ofSeconds(1);
  private static final Duration NOBODY_FOLLOWS = Duration.ofMillis(100);

  static {
    // Jetty would ask JMX, which takes a third of the time until the first response.
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
  }

  private final WebServerSettings settings;
  private final Server server;
  private final AbstractConnector connector;

  /** Prepares a server; nothing is bound yet. */
  public WebServer(WebServerSettings settings, Endpoint endpoint) throws IOException {
    this(settings, endpoint, List.of());
  }

  /**
   * Prepares a server; nothing is bound yet.
   *
   * @param first see each request before the endpoint does, which gets what they leave: upgrades
   */
  public WebServer(WebServerSettings settings, Endpoint endpoint, List<Handler> first)
      throws IOException {
    this.settings = settings;
    this.server = new Server(threads());
    ResponseWriter writer = new ResponseWriter(settings.product());
    server.setErrorHandler(new JettyErrors(settings, writer));
    JettyHandler rest = new JettyHandler(settings, endpoint, writer);
    server.setHandler(first.isEmpty() ? rest : sequence(first, rest));
    server.setStopAtShutdown(false);
    this.connector = connector();
    connector.setIdleTimeout(settings.limits().idleTimeout().toMillis());
    connector.setShutdownIdleTimeout(farewell().toMillis());
  }

  /**
   * Does what {@link #start} would do before it binds: whoever waits for something else meanwhile
   * is quicker then.
   */
  public void prepare() throws IOException {
    begin(server::start);
  }

  /**
   * Binds and begins to answer.
   *
   * @return where: {@code 127.0.0.1:3000}, {@code [::1]:3000} or the socket's path
   * @throws IOException where the address is taken or not this machine's
   */
  public String start() throws IOException {
    prepare();
    server.addConnector(connector);
    server.manage(connector);
    begin(connector::start);
    if (settings.listen() instanceof Listen.Unix unix) {
      Files.setPosixFilePermissions(unix.path(), unix.mode().permissions());
    }
    return address();
  }

  /** Some of Jetty's starting. */
  @FunctionalInterface
  private interface Beginning {
    void run() throws Exception;
  }

  private void begin(Beginning beginning) throws IOException {
    try {
      beginning.run();
    } catch (IOException | ApiException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IOException("Cannot listen on " + settings.listen(), e);
    }
  }

  /**
   * While it stops, each response says that the connection ends; one that is idle so long is closed
   * without a word. Where another process goes on with the port, clients are to hear it.
   */
  private Duration farewell() {
    return settings.listen() instanceof Listen.Tcp tcp && tcp.reusePort()
        ? HAND_OVER
        : NOBODY_FOLLOWS;
  }

  /** The port in use; negative for a unix socket. */
  public int port() {
    return connector instanceof ServerConnector tcp ? tcp.getLocalPort() : -1;
  }

  /**
   * Whether clients can connect: it accepts, and a unix socket's file is still there. Once it is
   * false, the port is closed and each response ends its connection.
   */
  public boolean accepting() {
    boolean reachable =
        !(settings.listen() instanceof Listen.Unix unix) || Files.exists(unix.path());
    return reachable && connector.isStarted() && !connector.isShutdown();
  }

  /** Stops accepting, lets running requests finish, and stops. */
  @Override
  public void close() {
    server.setStopTimeout(settings.limits().shutdownTimeout().toMillis());
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The web server does not stop", e);
    } finally {
      server.destroy();
    }
  }

  private static Handler sequence(List<Handler> first, Handler rest) {
    Handler.Sequence all = new Handler.Sequence();
    first.forEach(all::addHandler);
    all.addHandler(rest);
    return all;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("http");
    threads.setReservedThreads(0);
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setName("request");
    threads.setVirtualThreadsExecutor(virtual);
    return threads;
  }

  private AbstractConnector connector() throws IOException {
    HttpConnectionFactory http = new RawTargetConnection.Factory(protocol(), settings);
    return switch (settings.listen()) {
      case Listen.Tcp tcp -> tcpConnector(tcp, http);
      case Listen.Unix unix -> unixConnector(unix.path(), http);
    };
  }

  private ServerConnector tcpConnector(Listen.Tcp tcp, HttpConnectionFactory http)
      throws IOException {
    ServerConnector bound = new ServerConnector(server, 1, 1, http);
    InetAddress address = HostPreference.address(tcp.host());
    bound.setHost(address.getHostAddress());
    bound.setPort(tcp.port());
    bound.setReusePort(tcp.reusePort());
    bound.setAcceptQueueSize(BACKLOG);
    return bound;
  }

  private UnixDomainServerConnector unixConnector(Path path, HttpConnectionFactory http)
      throws IOException {
    Files.deleteIfExists(path);
    UnixDomainServerConnector bound = new UnixDomainServerConnector(server, 1, 1, http);
    bound.setUnixDomainPath(path);
    bound.setAcceptQueueSize(BACKLOG);
    return bound;
  }

  private HttpConfiguration protocol() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(settings.limits().urlBytes() + settings.limits().headerBytes());
    http.setResponseHeaderSize(RESPONSE_HEADERS);
    http.setMaxResponseHeaderSize(MAX_RESPONSE_HEADERS);
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHttpCompliance(
        HttpCompliance.RFC9110.with(
            "pgext",
            HttpCompliance.Violation.UNSAFE_HOST_HEADER,
            HttpCompliance.Violation.MISMATCHED_AUTHORITY));
    return http;
  }

  private String address() {
    if (settings.listen() instanceof Listen.Unix unix) {
      return unix.path().toString();
    }
    return HostPreference.text(((ServerConnector) connector).getHost()) + ":" + port();
  }
}

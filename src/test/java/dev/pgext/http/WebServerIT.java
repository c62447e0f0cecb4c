package dev.pgext.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.error.Header;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ConcurrentLinkedQueue<Observation> observed = new ConcurrentLinkedQueue<>();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch proceed = new CountDownLatch(1);
  private WebServer server;
  private RawHttp client;

  @BeforeEach
  void start() throws IOException {
    start(PATIENCE, PATIENCE);
  }

  private void start(Duration request, Duration idle) throws IOException {
    Listen listen = new Listen.Tcp("127.0.0.1", 0, false);
    server = new WebServer(settings(listen, request, idle), new MountedApi(this::echo));
    server.start();
    client = new RawHttp(server.port());
  }

  /** In place of the patient server one that waits so long only, and lets connections idle. */
  private void hurry(Duration request, Duration idle) throws IOException {
    server.close();
    start(request, idle);
  }

  @AfterEach
  void stop() {
    proceed.countDown();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2Fb", "/a%00b", "/a%zzb", "/a%C3", "/a%FF%FE", "/a/", "//a", "/a/../b", "/../a",
            "/a;b=c",
        "/a%20b", "/.", "/a%25", "/%u1234", "/a\\b", "/a|b", "/%2e%2e/x", "/a?x=%zz&y=%00", "/?",
            "/a%"
      })
  void aPathReachesTheEndpointAsItCame(String target) throws IOException {
    assertThat(client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .endsWith("GET " + target.replaceAll("\\?$", "") + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "BREW", "TRACE", "get", "PROPFIND", "M-SEARCH"})
  void aMethodReachesTheEndpointAsItCame(String method) throws IOException {
    assertThat(client.send(method + " /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .endsWith(method + " /a\n");
  }

  @Test
  void restIsMountedBelowSupabasesPathAsWell() throws IOException {
    assertThat(get("/rest/v1/items?id=eq.1")).endsWith("GET /items?id=eq.1\n");
    assertThat(get("/rest/v1")).endsWith("GET /\n");
    assertThat(get("/rest/v1/")).endsWith("GET /\n");
    assertThat(get("/rest/v11")).endsWith("GET /rest/v11\n");
  }

  @Test
  void aSocketsPathIsNoHostButIsTaken() throws IOException {
    assertThat(client.send("GET /a HTTP/1.1\r\nHost: %2Ftmp%2Fa.sock\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void aLongUrlIsRefusedInJson() throws IOException {
    assertThat(get("/" + "a".repeat(10_000)))
        .startsWith("HTTP/1.1 414 ")
        .contains("Content-Type: application/json; charset=utf-8")
        .contains("\"code\":\"PGEXT103\"");
  }

  @Test
  void aUrlThatFillsTheBufferIsRefusedInJson() throws IOException {
    assertThat(get("/" + "a".repeat(60_000)))
        .startsWith("HTTP/1.1 414 ")
        .contains("application/json")
        .contains("\"code\":\"PGEXT103\"")
        .doesNotContain("<html");
  }

  @Test
  void largeHeadersAreRefusedInJson() throws IOException {
    assertThat(get("/a", "X-Large: " + "a".repeat(17_000)))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"code\":\"PGEXT104\"");
    assertThat(get("/a", "X-Huge: " + "a".repeat(90_000)))
        .startsWith("HTTP/1.1 431 ")
        .contains("\"code\":\"PGEXT104\"")
        .doesNotContain("<html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\nHost: x\r\nX-Nul: a\0b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
        "GET /a HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /a\u0000b HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0016\u0003\u0001\u0000\r\n\r\n",
        "nonsense\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void whatIsNotHttpIsRefusedInJsonOrBySilence(String request) throws IOException {
    String answer = client.send(request);

    assertThat(answer).doesNotContain("<html").doesNotContain("jetty").doesNotContain("\tat ");
    assertThat(answer).contains("\"code\":\"PGEXT107\"").matches("(?s)HTTP/1.1 (400|505) .*");
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedUnread() throws IOException {
    String head = "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";

    assertThat(client.send(head + "Content-Length: 100000001\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close")
        .contains("\"code\":\"PGEXT101\"");
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefused() throws IOException {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

    assertThat(
            client.send(
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(3)
                    + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("\"code\":\"PGEXT101\"");
  }

  @Test
  void aSlowBodyIsRefusedInTime() throws IOException {
    hurry(SECOND, PATIENCE);
    try (Socket socket = client.connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nx"
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(RawHttp.readAll(socket))
          .startsWith("HTTP/1.1 408 ")
          .contains("\"code\":\"PGEXT102\"");
    }
  }

  @Test
  void aBodyMayPauseLongerThanAConnectionMayIdle() throws Exception {
    hurry(PATIENCE, SECOND);
    try (Socket socket = client.connect()) {
      String head = "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
      socket.getOutputStream().write((head + "x").getBytes(StandardCharsets.US_ASCII));
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      awaitIdleClose();
      socket.getOutputStream().write('y');

      assertThat(RawHttp.readAll(socket)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aRequestMayRunLongerThanAConnectionMayIdle() throws Exception {
    hurry(PATIENCE, SECOND);
    try (Socket socket = client.connect()) {
      socket
          .getOutputStream()
          .write(
              "GET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      awaitIdleClose();
      proceed.countDown();

      assertThat(RawHttp.readAll(socket)).startsWith("HTTP/1.1 200 OK").endsWith("GET /wait\n");
    }
  }

  /** So long that a connection which idles from now on is closed. */
  private void awaitIdleClose() throws IOException {
    try (Socket idle = client.connect()) {
      assertThat(RawHttp.readAll(idle)).isEmpty();
    }
  }

  @Test
  void aRunningRequestFinishesWhileTheServerStops() throws Exception {
    try (Socket socket = client.connect()) {
      socket
          .getOutputStream()
          .write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      Thread stopping = Thread.ofVirtual().start(server::close);
      while (server.accepting()) {
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(stopping.join(Duration.ofSeconds(1))).isFalse();
      assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
      proceed.countDown();

      assertThat(RawHttp.readAll(socket)).startsWith("HTTP/1.1 200 OK").endsWith("GET /wait\n");
      assertThat(stopping.join(PATIENCE)).isTrue();
    }
  }

  @Test
  void aRequestThatRunsWhileTheServerStopsIsTheLastOfItsConnection() throws Exception {
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      Thread stopping = Thread.ofVirtual().start(server::close);
      while (server.accepting()) {
        LockSupport.parkNanos(5_000_000);
      }
      proceed.countDown();
      assertThat(RawHttp.readAll(socket)).contains("\r\nConnection: close\r\n").endsWith("/wait\n");
      assertThat(stopping.join(PATIENCE)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a HTTP/1.1\r\nHost: x\r\nX-Long: ", "GET /a", "G"})
  void aHeadThatTricklesIsGivenUp(String begin) throws IOException {
    hurry(SECOND, PATIENCE);
    try (Socket socket = client.connect()) {
      String trickling = trickle(socket, begin);
      assertThat(trickling)
          .startsWith("HTTP/1.1 408 Request Timeout\r\n")
          .contains("\r\nConnection: close\r\n", "\"code\":\"PGEXT108\"");
    }
    assertThat(get("/after")).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void theSecondHeadOfAConnectionHasADeadlineToo() throws IOException {
    hurry(SECOND, PATIENCE);
    try (Socket socket = client.connect()) {
      String first = "GET /first HTTP/1.1\r\nHost: x\r\n\r\n";
      assertThat(trickle(socket, first + "GET /second HTTP/1.1\r\nX-Long: "))
          .startsWith("HTTP/1.1 200 OK")
          .contains("GET /first\n", "\r\nConnection: close\r\n", "\"code\":\"PGEXT108\"");
    }
  }

  /** A byte now and then keeps the connection from being idle until the server closes it. */
  private static String trickle(Socket socket, String begin) throws IOException {
    socket.getOutputStream().write(begin.getBytes(UTF_8));
    Thread.ofVirtual().start(() -> drip(socket));
    String answer = RawHttp.readAll(socket);
    socket.close();
    return answer;
  }

  private static void drip(Socket socket) {
    try {
      while (!socket.isClosed()) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        socket.getOutputStream().write('x');
      }
    } catch (IOException over) {
      // The server has closed the connection.
    }
  }

  @Test
  void aBugInTheEndpointIsAnsweredInJsonAndLogged() throws IOException {
    assertThat(get("/bug"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .contains("\"code\":\"PGEXT500\"")
        .doesNotContain("secret");
    assertThat(observed).anyMatch(event -> event instanceof Observation.Failure);
  }

  @Test
  void aResponseThatCannotBeSentIsAnsweredInJsonAndLogged() throws IOException {
    assertThat(get("/misnumbered")).startsWith("HTTP/1.1 500 ").contains("\"code\":\"PGEXT500\"");
    assertThat(observed).anyMatch(event -> event instanceof Observation.Failure);
  }

  @Test
  void headersCarryUtf8BothWays() throws IOException {
    String answer =
        get(
            "/a",
            new String("X-In: é".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

    assertThat(answer).contains("X-Echo: é").contains("Server: pgext/test");
  }

  @Test
  void aReasonPhraseCanBeChosen() throws IOException {
    assertThat(get("/teapot")).startsWith("HTTP/1.1 418 I am a teapot\r\n");
  }

  @Test
  void headHasNoBody() throws IOException {
    assertThat(client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aRequestIsObservedOnce() throws IOException {
    get("/a?b=c", "User-Agent: test");

    assertThat(observed)
        .filteredOn(event -> event instanceof Observation.Responded)
        .singleElement()
        .satisfies(
            event -> {
              Observation.AccessEntry entry = ((Observation.Responded) event).entry();
              assertThat(entry.target()).isEqualTo("/a?b=c");
              assertThat(entry.client()).isEqualTo("127.0.0.1");
              assertThat(entry.protocol()).isEqualTo("HTTP/1.1");
              assertThat(entry.userAgent()).isEqualTo("test");
            });
  }

  private String get(String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: x\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return client.send(request + "Connection: close\r\n\r\n");
  }

  private Answer echo(RawRequest head, Body body) {
    if (head.path().equals("/bug")) {
      throw new IllegalStateException("secret");
    }
    arrived.countDown();
    if (head.path().equals("/wait")) {
      await();
    }
    body.read();
    String target = head.query().isEmpty() ? head.path() : head.path() + "?" + head.query();
    String in = head.header("X-In");
    ApiResponse response =
        new ApiResponse(
            head.path().equals("/teapot") ? 418 : 200,
            head.path().equals("/teapot") ? "I am a teapot" : null,
            head.path().equals("/misnumbered")
                ? List.of(new Header("Content-Length", "1"))
                : List.of(new Header("X-Echo", in == null ? "" : in)),
            (head.method() + " " + target + "\n").getBytes(StandardCharsets.UTF_8));
    return new Answer(response, null, true);
  }

  private void await() {
    try {
      proceed.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WebServerSettings settings(Listen listen, Duration request, Duration idle) {
    Observer observer = observed::add;
    Config.Limits limits =
        new Config.Limits(8 * 1024, 16 * 1024, 100_000, 10, 10, request, idle, PATIENCE);
    return new WebServerSettings(
        listen, limits, "pgext/test", new ErrorWriter(() -> ErrorVerbosity.VERBOSE), observer);
  }
}

package dev.pgext.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.error.ApiError;
import dev.pgext.error.RealtimeError;
import dev.pgext.http.Answer;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.Listen;
import dev.pgext.http.WebServer;
import dev.pgext.http.WebServerSettings;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.RawSocket;
import dev.pgext.realtime.TestSocket;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.SocketHandler;
import dev.pgext.realtime.hub.Traffic;
import dev.pgext.realtime.websocket.WebSocketEndpoint.WebSocketServices;
import dev.pgext.response.ApiResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketEndpointIT {
  private static final String UNTIL_THE_END = "until the end";

  private final AtomicReference<ApiError> unavailable = new AtomicReference<>();
  private final AtomicReference<Session> session = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean endedUnderLock = new AtomicBoolean();
  private final Traffic traffic = new Traffic();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile Config.Connections limits =
      Config.of(Map.of("realtime-allowed-origins", "https://a.example")).realtime().connections();
  private WebSocketEndpoint endpoint;
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    endpoint =
        new WebSocketEndpoint(
            Map.of("/", this::open, "/ws", this::open),
            new WebSocketServices(
                () -> limits,
                unavailable::get,
                traffic,
                (delay, task) -> {
                  var unused = clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                },
                Observer.silent()));
    server =
        new WebServer(
            new WebServerSettings(
                new Listen.Tcp("127.0.0.1", 0, false),
                Config.defaults().limits(),
                "pgext/test",
                new ErrorWriter(() -> ErrorVerbosity.VERBOSE),
                Observer.silent()),
            (head, body) ->
                new Answer(
                    new ApiResponse(200, null, List.of(), "rest".getBytes(StandardCharsets.UTF_8)),
                    null,
                    false),
            List.of(endpoint));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    clock.shutdownNow();
  }

  private SocketHandler open(Session opened, Handshake handshake) {
    session.set(opened);
    return new SocketHandler() {
      @Override
      public void text(String message) {
        if (message.equals(UNTIL_THE_END)) {
          sendUntilTheEnd(opened);
        } else {
          opened.send(Frame.text(message + handshake.parameter("suffix")));
        }
      }

      @Override
      public void binary(byte[] message) {
        opened.send(Frame.text(message.length + " bytes"));
      }

      @Override
      public void closed() {
        endedUnderLock.set(Thread.holdsLock(opened));
        ended.countDown();
      }
    };
  }

  /** While it is in here, nobody reads that the client is gone: only writing tells. */
  private static void sendUntilTheEnd(Session opened) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (opened.isOpen() && System.nanoTime() < end) {
      opened.send(Frame.text("x"));
    }
  }

  private String uri(String path) {
    return "ws://127.0.0.1:" + server.port() + path;
  }

  @Test
  void messagesOfBothKindsAreHandedToTheProtocolOfThePath() {
    try (TestSocket client = TestSocket.connect(uri("/ws?suffix=%C3%A4"))) {
      client.send("hello");
      assertThat(client.nextText()).isEqualTo("helloä");
      client.sendInTwo("fragments");
      assertThat(client.nextText()).isEqualTo("fragmentsä");
      client.sendBinary(new byte[300]);
      assertThat(client.nextText()).isEqualTo("300 bytes");
    }
  }

  @Test
  void restOnTheSamePathIsUntouched() throws Exception {
    try (TestSocket client = TestSocket.connect(uri("/"))) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("rest");
      client.send("x");
      assertThat(client.nextText()).isEqualTo("xnull");
    }
  }

  @Test
  void anUpgradeOnAnotherPathIsAnOrdinaryRequest() {
    assertThat(TestSocket.refusal(uri("/tasks"))).isEqualTo(200);
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    assertThat(TestSocket.refusal(uri("/ws"), "Origin", "https://b.example")).isEqualTo(403);
    TestSocket.connect(uri("/ws"), "Origin", "https://a.example").close();
  }

  @Test
  void whileChangesDoNotArriveTheUpgradeIsRefusedFor503() {
    unavailable.set(new RealtimeError.SourceAway("Another server reads the slot", 3));
    assertThat(TestSocket.refusal(uri("/ws"))).isEqualTo(503);
  }

  @Test
  void aMessageThatIsTooLargeClosesTheSocket() {
    try (RawSocket client = RawSocket.connect(uri("/ws"))) {
      // Who hangs up and has not read all resets the connection, and its last word may be lost.
      client.begin(limits.maxMessage() + 1L);
      assertThat(client.next().code()).isEqualTo(1009);
    }
  }

  @Test
  void theProtocolHearsOfTheEnd() throws InterruptedException {
    TestSocket client = TestSocket.connect(uri("/ws"));
    client.send("x");
    client.nextText();
    client.abort();
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(session.get().isOpen()).isFalse();
    assertThat(traffic.openSockets()).isZero();
  }

  /** A conversation that ends waits for others, who may wait for the socket's next message. */
  @Test
  void theProtocolHearsOfTheEndFromSomebodyWhoHoldsNothing() throws InterruptedException {
    TestSocket client = TestSocket.connect(uri("/ws"));
    client.send(UNTIL_THE_END);
    client.nextText();
    client.abort();
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(endedUnderLock).isFalse();
  }

  @Test
  void atTheEndSocketsAreClosedSoThatClientsComeBack() {
    try (TestSocket client = TestSocket.connect(uri("/ws"))) {
      client.send("x");
      client.nextText();
      endpoint.closeAll();
      assertThat(client.closed().code()).isEqualTo(1012);
    }
  }

  @Test
  void aClientThatSendsTooFastIsReadLater() {
    limits = Config.of(Map.of("realtime-rate", "10")).realtime().connections();
    try (TestSocket client = TestSocket.connect(uri("/ws"))) {
      long began = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        client.send("x");
      }
      for (int i = 0; i < 20; i++) {
        client.nextText();
      }
      assertThat(System.nanoTime() - began).isGreaterThan(700_000_000L);
    }
  }
}

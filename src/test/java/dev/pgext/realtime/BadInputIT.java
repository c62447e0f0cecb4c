package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Random and mutated frames over real websockets, in both protocols. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final int FRAMES = Boolean.getBoolean("pgext.stress") ? 50_000 : 2_000;

  /** Fewer than make a flood, which rightly ends a session. */
  private static final int FRAMES_OF_A_SESSION = 40;

  private static final long MOST_GROWTH = 24 << 20;

  private static final List<String> PGEXT =
      List.of(
          "{'type':'subscribe','table':'tasks','filter':'id=gt.0&done=is.false','snapshot':true}",
          "{'type':'subscribe','id':'b','table':'tasks','events':['insert'],'since':'1-0/1-2'}",
          "{'type':'unsubscribe','id':'tasks'}",
          "{'type':'channel','channel':'room'}",
          "{'type':'broadcast','channel':'room','event':'e','payload':{'a':[1,2.5e3]},'ack':true}",
          "{'type':'presence','channel':'room','state':{'at':1}}",
          "{'type':'auth','token':'eyJhbGciOiJIUzI1NiJ9.e30.AAAA'}");

  private static final List<String> SUPABASE =
      List.of(
          "['1','1','realtime:a','phx_join',{'config':{'broadcast':{'ack':true,'self':true},"
              + "'presence':{'key':'k','enabled':true},'postgres_changes':[{'event':'*',"
              + "'schema':'public','table':'tasks','filter':'id=eq.1'}]}}]",
          "['1','2','realtime:a','broadcast',{'type':'broadcast','event':'e','payload':{'a':1}}]",
          "['1','3','realtime:a','presence',{'type':'presence','event':'track','payload':{}}]",
          "['1','4','realtime:a','access_token',{'access_token':'a.b.c'}]",
          "['1','5','realtime:a','phx_leave',{}]",
          "[null,'6','phoenix','heartbeat',{}]");

  private final Random random = new Random(16);
  private TestServer server;

  @BeforeAll
  void start() {
    server =
        TestServer.start(
            18,
            """
            CREATE TABLE tasks (id int PRIMARY KEY, title text, done boolean);
            INSERT INTO tasks SELECT n, 'task', false FROM generate_series(1, 5) AS n;
            GRANT SELECT ON tasks TO anon;
            SELECT pgext.watch('tasks');
            """,
            Map.of("realtime-rate", "100000"));
    server.awaitStreaming();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private record Protocol(
      String path,
      List<String> seeds,
      UnaryOperator<String> question,
      UnaryOperator<String> answer) {}

  @Test
  void noFrameOfPgextsProtocolEndsASessionOrLeavesAnythingBehind() {
    sendAll(
        new Protocol(
            "/ws",
            PGEXT,
            ref -> "{\"type\":\"ping\",\"ref\":\"" + ref + "\"}",
            ref -> "\"pong\",\"ref\":\"" + ref + "\""));
  }

  @Test
  void noFrameOfSupabasesProtocolEndsASessionOrLeavesAnythingBehind() {
    sendAll(
        new Protocol(
            "/realtime/v1/websocket?vsn=2.0.0&apikey=" + TestServer.token("{\"role\":\"anon\"}"),
            SUPABASE,
            ref -> "[null,\"" + ref + "\",\"phoenix\",\"heartbeat\",{}]",
            ref -> "[null,\"" + ref + "\",\"phoenix\",\"phx_reply\""));
  }

  /** Half of them first, for what is loaded once. */
  private void sendAll(Protocol protocol) {
    int bugs = TestServer.bugs();
    send(protocol, FRAMES / 4);
    awaitNothing();
    long before = usedMemory();
    send(protocol, FRAMES / 4);
    awaitNothing();
    assertThat(usedMemory() - before).isLessThan(MOST_GROWTH);
    assertThat(TestServer.bugs()).isEqualTo(bugs);
  }

  private void send(Protocol protocol, int frames) {
    for (int session = 0; session < frames / FRAMES_OF_A_SESSION; session++) {
      try (RawSocket socket = RawSocket.connect(server.uri(protocol.path()))) {
        for (int frame = 0; frame < FRAMES_OF_A_SESSION; frame++) {
          byte[] bytes = mutated(protocol).getBytes(StandardCharsets.UTF_8);
          socket.send(random.nextInt(10) == 0 ? RawSocket.BINARY : RawSocket.TEXT, bytes);
        }
        socket.send(protocol.question().apply("end" + session));
        socket.until(protocol.answer().apply("end" + session));
      }
    }
  }

  private String mutated(Protocol protocol) {
    List<String> seeds = protocol.seeds();
    StringBuilder frame =
        new StringBuilder(seeds.get(random.nextInt(seeds.size())).replace('\'', '"'));
    for (int change = random.nextInt(4); change > 0; change--) {
      int place = random.nextInt(frame.length());
      char other = (char) random.nextInt(random.nextBoolean() ? 128 : 0xD800);
      switch (random.nextInt(3)) {
        case 0 -> frame.setCharAt(place, other);
        case 1 -> frame.insert(place, other);
        default -> frame.deleteCharAt(place);
      }
    }
    return frame.toString();
  }

  @Test
  void whatIsNoWebsocketFrameClosesTheSocketAndNothingElse() {
    int bugs = TestServer.bugs();
    try (TestSocket bystander = server.connect()) {
      for (int attempt = 0; attempt < 50; attempt++) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        try (RawSocket socket = RawSocket.connect(server.uri("/ws"))) {
          socket.throwAt(bytes);
        }
      }
      try (RawSocket socket = RawSocket.connect(server.uri("/ws"))) {
        socket.send(RawSocket.TEXT, new byte[] {'"', (byte) 0xC3, '"'});
        RawSocket.Message last = socket.next();
        while (last.kind() != RawSocket.CLOSE) {
          last = socket.next();
        }
        assertThat(last.code()).isEqualTo(1007);
      }
      assertThat(bystander.drain()).isEmpty();
    }
    awaitNothing();
    assertThat(TestServer.bugs()).isEqualTo(bugs);
  }

  @Test
  void aFloodOfWhatNobodyUnderstandsClosesTheSocket() {
    try (TestSocket socket = server.connect()) {
      boolean open = true;
      for (int message = 0; message < 60 && open; message++) {
        open = socket.sendUnlessClosed("nonsense");
      }
      assertThat(socket.closed().code()).isEqualTo(1008);
    }
    awaitNothing();
  }

  private void awaitNothing() {
    for (String gauge : List.of("websockets", "subscriptions", "queued_messages", "queued_bytes")) {
      TestServer.await(
          "no " + gauge + " to be left", () -> server.metered("pgext_realtime_" + gauge) == 0);
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

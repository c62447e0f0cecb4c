package dev.pgext.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold connections, send slowly, or send too much. */
class HttpFaultsIT {
  private static final int IDLE = Boolean.getBoolean("pgext.stress") ? 10_000 : 2_000;
  private static final long HUGE = 100L * 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofSeconds(60);
  private static final Call READ = Call.get("/things");
  private static final String HEAD =
      "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

  private static final String SCHEMA =
      """
      CREATE SCHEMA api;
      CREATE TABLE api.things (id int);
      GRANT USAGE ON SCHEMA api TO faults_anon;
      GRANT ALL ON api.things TO faults_anon;
      """;

  @TempDir private static Path directory;
  @AutoClose private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    served =
        Served.start(
            directory,
            Served.database(SCHEMA),
            "limit-request-timeout = %d\nlimit-idle-timeout = 600\n"
                .formatted(TIMEOUT.toSeconds()));
  }

  @Test
  void thousandsOfIdleConnectionsDoNotStarveANewOne() throws IOException {
    Deque<Client> idle = new ArrayDeque<>();
    try {
      while (idle.size() < IDLE) {
        Client client = new Client(served.port());
        client.connected();
        idle.push(client);
      }
      for (int i = 0; i < 100; i++) {
        Client used = idle.removeLast();
        assertThat(used.send(READ).status()).isEqualTo(200);
        idle.push(used);
      }
      long began = System.nanoTime();
      assertThat(served.send(READ).status()).isEqualTo(200);
      assertThat(since(began)).isLessThan(SLACK);
    } finally {
      for (Client client : idle) {
        client.close();
      }
    }
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws IOException {
    try (Client client = new Client(served.port())) {
      Socket socket = client.connected();
      long began = System.nanoTime();
      send(socket, HEAD + "Content-Length: 1000\r\n\r\n[");
      trickle(socket, Deadline.in(TIMEOUT.plus(SLACK)));
      Reply reply = client.read("POST");
      assertThat(reply.status()).as(reply.toString()).isEqualTo(408);
      assertThat(reply.isError()).as(reply.toString()).isTrue();
      assertThat(since(began)).isBetween(TIMEOUT, TIMEOUT.plus(SLACK));
    }
    assertThat(served.send(READ).status()).isEqualTo(200);
  }

  /** A byte now and then until an answer is there, or the server has hung up behind it. */
  private static void trickle(Socket socket, Deadline deadline) throws IOException {
    try {
      while (socket.getInputStream().available() == 0 && !deadline.passed()) {
        send(socket, " ");
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    } catch (SocketException hungUp) {
      // What it answered can still be read.
    }
  }

  @Test
  void aHugeBodyIsRefusedBeforeItIsSent() throws IOException {
    try (Client client = new Client(served.port())) {
      long began = System.nanoTime();
      send(client.connected(), HEAD + "Content-Length: " + HUGE + "\r\n\r\n[");
      Reply reply = client.read("POST");
      assertThat(reply.status()).as(reply.toString()).isEqualTo(413);
      assertThat(reply.isError()).as(reply.toString()).isTrue();
      assertThat(since(began)).isLessThan(TIMEOUT.plus(SLACK));
    }
  }

  @Test
  void aHugeBodyWithoutALengthIsRefusedAtTheLimit() throws IOException {
    try (Client client = new Client(served.port())) {
      Socket socket = client.connected();
      send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      long sent = sendChunks(socket);
      Reply reply = client.read("POST");
      assertThat(reply.status()).as(reply.toString()).isIn(413, 408);
      assertThat(reply.isError()).as(reply.toString()).isTrue();
      assertThat(sent).isLessThanOrEqualTo(HUGE);
    }
    assertThat(served.send(READ).status()).isEqualTo(200);
  }

  /** Sends until an answer comes, the server stops reading, or all is sent. */
  private static long sendChunks(Socket socket) throws IOException {
    byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    OutputStream out = socket.getOutputStream();
    long sent = 0;
    try {
      while (sent < HUGE && socket.getInputStream().available() == 0) {
        out.write(chunk);
        sent += 0x10000;
      }
    } catch (SocketException closed) {
      return sent;
    }
    return sent;
  }

  @Test
  void aClientThatLeavesHalfWayHarmsNobody() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
        send(socket, HEAD + "Content-Length: 1000\r\n\r\n[{");
        socket.setSoLinger(true, 0);
      }
    }
    assertThat(served.send(READ).status()).isEqualTo(200);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}

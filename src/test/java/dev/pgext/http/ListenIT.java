package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.config.SocketMode;
import dev.pgext.observe.Observer;
import dev.pgext.response.ApiResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a web server listens: ports, addresses, unix sockets. */
class ListenIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ApiResponse OK = new ApiResponse(200, null, List.of(), new byte[0]);

  private static WebServer server(Listen listen) throws IOException {
    Config.Limits limits =
        new Config.Limits(8 * 1024, 16 * 1024, 100_000, 10, 10, PATIENCE, PATIENCE, PATIENCE);
    WebServerSettings settings =
        new WebServerSettings(
            listen,
            limits,
            "pgext/test",
            new ErrorWriter(() -> ErrorVerbosity.VERBOSE),
            Observer.silent());
    return new WebServer(settings, (head, body) -> new Answer(OK, null, true));
  }

  @Test
  void aTakenPortIsSaidClearly() throws IOException {
    try (WebServer first = server(new Listen.Tcp("127.0.0.1", 0, false))) {
      first.start();
      try (WebServer second = server(new Listen.Tcp("127.0.0.1", first.port(), false))) {
        assertThatThrownBy(second::start)
            .isInstanceOf(IOException.class)
            .hasStackTraceContaining("Address already in use");
      }
    }
  }

  @Test
  void twoServersShareAPortWhereBothAgree() throws IOException {
    try (WebServer first = server(new Listen.Tcp("127.0.0.1", 0, true))) {
      first.start();
      try (WebServer second = server(new Listen.Tcp("127.0.0.1", first.port(), true))) {
        assertThat(second.start()).isEqualTo("127.0.0.1:" + first.port());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*4", "!4", "*6", "!6"})
  void specialHostsMeanEveryAddress(String host) throws IOException {
    try (WebServer any = server(new Listen.Tcp(host, 0, false))) {
      assertThat(any.start()).matches("(0\\.0\\.0\\.0|\\[::\\]):\\d+");
    }
  }

  @Test
  void aUnixSocketHasItsModeAndAnswers(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a.sock");
    Files.createFile(path);
    try (WebServer unix = server(new Listen.Unix(path, new SocketMode(0640)))) {
      assertThat(unix.start()).isEqualTo(path.toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-r-----");
      assertThat(askUnix(path)).startsWith("HTTP/1.1 200 OK");
      Files.delete(path);
      assertThat(unix.accepting()).isFalse();
    }
  }

  private static String askUnix(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(
          StandardCharsets.US_ASCII.encode(
              "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (channel.read(answer) >= 0 && answer.hasRemaining()) {
        // Until the server closes.
      }
      return StandardCharsets.UTF_8.decode(answer.flip()).toString();
    }
  }
}

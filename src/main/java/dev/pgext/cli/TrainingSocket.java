package dev.pgext.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's connection to a server of this process, with as little as HTTP/1.1 and a websocket
 * take: whatever a training loads is in the JVM's AOT cache and in the memory of each server, so it
 * is not to be the JDK's HTTP client with TLS. Confined to one thread, but for {@link #close}.
 */
final class TrainingSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int SHORT = 125;
  private static final int TWO_BYTES = 126;

  private final Socket socket;
  private final DataInputStream in;

  private TrainingSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  static TrainingSocket to(int port) throws IOException {
    return new TrainingSocket(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends a request and reads what is answered; the status. */
  int ask(String method, String path, String body) throws IOException {
    send(method, path, body, "Content-Type: application/json");
    return answer();
  }

  /** Makes it a websocket; the status, 101 where that worked. */
  int upgrade(String path) throws IOException {
    send(
        "GET",
        path,
        "",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: cGdleHQgdHJhaW5pbmcuLg==");
    return answer();
  }

  private void send(String method, String path, String body, String... headers) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + path + " HTTP/1.1");
    lines.add("Host: 127.0.0.1");
    lines.add("Accept: */*");
    lines.addAll(List.of(headers));
    if (content.length > 0) {
      lines.add("Content-Length: " + content.length);
    }
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write((request + body).getBytes(StandardCharsets.UTF_8));
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        length = Integer.parseInt(header.substring(16));
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Sends a short message, masked with zeroes (RFC 6455, section 5.3). */
  void say(String message) throws IOException {
    byte[] payload = message.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[8 + payload.length];
    frame[0] = (byte) TEXT;
    frame[1] = (byte) (MASKED | TWO_BYTES);
    frame[2] = (byte) (payload.length >> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 8, payload.length);
    socket.getOutputStream().write(frame);
  }

  /** Waits for a frame, and passes over what it says. */
  void hear() throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte();
    in.skipNBytes(length <= SHORT ? length : longer(length));
  }

  private long longer(int length) throws IOException {
    return length == TWO_BYTES ? in.readUnsignedShort() : in.readLong();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

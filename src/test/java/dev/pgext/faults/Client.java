package dev.pgext.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client on one keep-alive connection that sends the bytes it is given: no client library lets
 * odd requests through. It connects again when the server said that it closes. Confined to a
 * thread.
 */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  Client(int port) {
    this.port = port;
  }

  /** Sends the request and reads the whole answer. */
  Reply send(Call call) throws IOException {
    OutputStream out = connected().getOutputStream();
    out.write(call.bytes());
    out.flush();
    return read(call.method());
  }

  /** The connection, opened if there is none. */
  Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout((int) PATIENCE.toMillis());
      open.setTcpNoDelay(true);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    return open;
  }

  /** Reads the answer to a request that was sent with that method. */
  Reply read(String method) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = headers();
    byte[] body = new byte[0];
    if (!method.equals("HEAD") && status != 204 && status != 304) {
      body = body(headers);
    }
    if ("close".equals(headers.get("connection"))) {
      close();
    }
    return new Reply(status, headers, body);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (one, more) -> one + "," + more);
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed after \"" + bytes + "\"");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}

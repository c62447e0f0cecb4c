package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A websocket as bytes, for what no decent client does: frames of any kind, and not reading what
 * comes. Confined to one thread.
 */
public final class RawSocket implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int LONG = 126;
  private static final int LONGER = 127;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;

  /** A message, or the frame that closes. */
  public record Message(int kind, ByteBuffer payload) {
    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** With which code it closes. */
    public int code() {
      return Short.toUnsignedInt(payload.getShort(0));
    }
  }

  /** Connects with a small window, so that little is on the way to a client that does not read. */
  public static RawSocket connect(String uri) {
    try {
      return new RawSocket(URI.create(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawSocket(URI uri) throws IOException {
    socket.setReceiveBufferSize(8192);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    out.write(
        """
        GET %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(path)
            .getBytes(StandardCharsets.US_ASCII));
    assertThat(head()).startsWith("HTTP/1.1 101");
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  void send(String text) {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends one frame; the mask is zero, which changes nothing. */
  void send(int kind, byte[] payload) {
    try {
      out.write(FIN | kind);
      if (payload.length < LONG) {
        out.write(MASKED | payload.length);
      } else {
        out.write(MASKED | LONG);
        out.writeShort(payload.length);
      }
      out.writeInt(0);
      out.write(payload);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the head of a text message and its first byte, of which no more follows. */
  public void begin(long length) {
    ByteBuffer head = ByteBuffer.allocate(2 + Long.BYTES + Integer.BYTES + 1);
    throwAt(head.put((byte) (FIN | TEXT)).put((byte) (MASKED | LONGER)).putLong(length).array());
  }

  /** Sends bytes that need not be a frame; the server may have hung up meanwhile. */
  void throwAt(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException hungUp) {
      // That is an answer, too.
    }
  }

  /** The next message, or the frame that closes. */
  public Message next() {
    try {
      while (true) {
        int kind = in.readUnsignedByte() & 0x0F;
        byte[] payload = new byte[length()];
        in.readFully(payload);
        if (kind == TEXT || kind == BINARY || kind == CLOSE) {
          return new Message(kind, ByteBuffer.wrap(payload));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case LONG -> in.readUnsignedShort();
      case LONGER -> (int) in.readLong();
      default -> length;
    };
  }

  /** Reads messages until one says something. */
  Message until(String part) {
    Message message = next();
    while (!message.text().contains(part)) {
      assertThat(message.kind()).as("closed: %s", message.text()).isNotEqualTo(CLOSE);
      message = next();
    }
    return message;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.pgext.exec;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and PostgreSQL and counts the messages that matter.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 *     message formats</a>
 */
public final class CountingProxy implements AutoCloseable {
  /** The messages that are counted. */
  public enum Message {
    PARSE(Sender.CLIENT, 'P'),
    SYNC(Sender.CLIENT, 'S'),
    QUERY(Sender.CLIENT, 'Q'),
    NOTICE(Sender.SERVER, 'N');

    private final Sender sender;
    private final char type;

    Message(Sender sender, char type) {
      this.sender = sender;
      this.type = type;
    }
  }

  private enum Sender {
    CLIENT,
    SERVER
  }

  private static final String NOTHING = "";

  private final ServerSocket listener;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<Message, AtomicInteger> counts = new EnumMap<>(Message.class);

  /** What ends the connection that a client sends it on; once. */
  private final AtomicReference<String> fatal = new AtomicReference<>(NOTHING);

  /** A proxy in front of the server's port. */
  public CountingProxy(int serverPort) {
    this.serverPort = serverPort;
    for (Message message : Message.values()) {
      counts.put(message, new AtomicInteger());
    }
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where to connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many of these messages came since the last call. */
  public int take(Message message) {
    return Objects.requireNonNull(counts.get(message)).getAndSet(0);
  }

  void reset() {
    counts.values().forEach(count -> count.set(0));
  }

  /** Cuts the first connection on which a client sends this text, in place of passing it on. */
  void cutOnceAt(String text) {
    fatal.set(text);
  }

  /** Cuts all connections, as a network failure would. */
  void cut() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> forward(Sender.CLIENT, client, server));
        Thread.ofVirtual().start(() -> forward(Sender.SERVER, server, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void forward(Sender sender, Socket from, Socket to) {
    try (from;
        to) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(from.getInputStream(), 65_536));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), 65_536));
      if (sender == Sender.CLIENT) {
        forwardBody(sender, in, out);
        out.flush();
      }
      while (true) {
        int type = in.readUnsignedByte();
        out.write(type);
        forwardBody(sender, in, out);
        counts.forEach(
            (kind, count) -> count.addAndGet(kind.sender == sender && kind.type == type ? 1 : 0));
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException closed) {
      // One side is gone; the other one follows.
    }
  }

  private void forwardBody(Sender sender, DataInputStream in, DataOutputStream out)
      throws IOException {
    int length = in.readInt();
    byte[] body = in.readNBytes(length - 4);
    String text = fatal.get();
    if (sender == Sender.CLIENT
        && !text.equals(NOTHING)
        && new String(body, StandardCharsets.ISO_8859_1).contains(text)
        && fatal.compareAndSet(text, NOTHING)) {
      throw new IOException("cut at " + text);
    }
    out.writeInt(length);
    out.write(body);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}

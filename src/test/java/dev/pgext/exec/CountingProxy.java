package dev.pgext.exec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and counts the messages that matter.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 *     message formats</a>
 */
final class CountingProxy implements AutoCloseable {
  /** The messages that are counted. */
  enum Message {
    PARSE('P'),
    SYNC('S'),
    QUERY('Q');

    private final char type;

    Message(char type) {
      this.type = type;
    }
  }

  private final ServerSocket listener;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<Message, AtomicInteger> counts = new EnumMap<>(Message.class);

  CountingProxy(int serverPort) {
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

  int port() {
    return listener.getLocalPort();
  }

  /** How many of these messages came since the last call. */
  int take(Message message) {
    return Objects.requireNonNull(counts.get(message)).getAndSet(0);
  }

  void reset() {
    counts.values().forEach(count -> count.set(0));
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
        Thread.ofVirtual().start(() -> forwardMessages(client, server));
        Thread.ofVirtual().start(() -> forwardBytes(server, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void forwardMessages(Socket client, Socket server) {
    try (client;
        server) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(server.getOutputStream());
      byte[] startup = body(in.readInt(), in);
      out.writeInt(startup.length + 4);
      out.write(startup);
      out.flush();
      byte[] buffer = new byte[0];
      while (true) {
        int type = in.readUnsignedByte();
        byte[] message = body(in.readInt(), in);
        counts.forEach((kind, count) -> count.addAndGet(kind.type == type ? 1 : 0));
        ByteBuffer whole = ByteBuffer.allocate(buffer.length + message.length + 5);
        whole.put(buffer).put((byte) type).putInt(message.length + 4).put(message);
        buffer = whole.array();
        if (in.available() == 0) {
          out.write(buffer);
          out.flush();
          buffer = new byte[0];
        }
      }
    } catch (IOException closed) {
      // One side is gone; the other one follows.
    }
  }

  private static byte[] body(int length, DataInputStream in) throws IOException {
    return in.readNBytes(length - 4);
  }

  private static void forwardBytes(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // One side is gone; the other one follows.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}

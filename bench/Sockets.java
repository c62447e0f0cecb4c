import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Thousands of websockets on one thread, which count what a realtime server sends them.
 *
 * <p>{@code java Sockets.java port=3000 connections=2000 tokens=FILE messages=FILE}: a line each for a connection (taken in turn). With
 * {@code sample=N} every Nth event's latency counts, else every eighth's. Says
 * {@code ready} when every connection has had as many acknowledgements as it sent messages. Then obeys lines of standard input: {@code await
 * N SECONDS} answers with one line of JSON when N events came, or none did for that long; {@code drop} closes all sockets without a
 * word; {@code resume} opens them again, each with the cursor that it saw last, and answers as {@code ready}; {@code quit}.
 */
public final class Sockets {
  private static final byte[] CURSOR = bytes("\"cursor\":\"");
  private static final byte[] AT = bytes("\"at\":");
  private static final byte[] SEQUENCE = bytes("\"seq\":");
  private static final byte[] ACKNOWLEDGED = bytes("\"type\":\"subscribed\"");
  private static final List<byte[]> EVENTS =
      List.of(bytes("\"type\":\"insert\""), bytes("\"type\":\"update\""), bytes("\"type\":\"delete\""));
  private static final byte[] FAULT = bytes("\"type\":\"error\"");
  private static final byte[] RESYNC = bytes("\"type\":\"resync\"");
  private static final int AT_ONCE = 100;

  private final Map<String, String> options = new HashMap<>();
  private final Queue<String> commands = new ConcurrentLinkedQueue<>();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(1 << 20);
  private final byte[] chunk = new byte[(1 << 20) + (1 << 20)];
  private Selector selector;
  private Connection[] connections;
  private List<String> tokens;
  private List<String> messages;
  private boolean resuming;
  private int opened;
  private int pending;
  private int ready;
  private boolean announced;
  private long awaited = -1;
  private long patience;
  private long sampling;
  private long events;
  private long firstEvent;
  private long lastEvent;
  private long lastAny;
  private long gaps;
  private long doubles;
  private long faults;
  private long resyncs;
  private long closed;
  private final long[] latencies = new long[1 << 20];
  private int sampled;

  /** One websocket. */
  private static final class Connection {
    final int number;
    SocketChannel channel;
    SelectionKey key;
    byte[] rest = new byte[0];
    boolean upgraded;
    int wanted;
    String cursor;
    long sequence = -1;

    Connection(int number) {
      this.number = number;
    }
  }

  public static void main(String[] arguments) throws Exception {
    new Sockets().run(arguments);
  }

  private void run(String[] arguments) throws Exception {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      options.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    tokens = options.containsKey("tokens") ? Files.readAllLines(Path.of(options.get("tokens"))) : List.of();
    messages = Files.readAllLines(Path.of(options.get("messages")));
    sampling = Long.parseLong(options.getOrDefault("sample", "8"));
    selector = Selector.open();
    connections = new Connection[Integer.parseInt(options.get("connections"))];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = new Connection(i);
    }
    Thread reader = new Thread(this::readCommands);
    reader.setDaemon(true);
    reader.start();
    while (loop()) {
      // until told to quit
    }
  }

  private void readCommands() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
        selector.wakeup();
      }
    } catch (IOException ended) {
      // the same as quit
    }
    commands.add("quit");
    selector.wakeup();
  }

  private boolean loop() throws IOException {
    while (opened < connections.length && pending < AT_ONCE) {
      open(connections[opened++]);
    }
    selector.select(key -> serve((Connection) key.attachment(), key), 100);
    report();
    String command = commands.poll();
    return command == null || obey(command.split(" "));
  }

  private boolean obey(String[] command) throws IOException {
    switch (command[0]) {
      case "await" -> {
        awaited = Long.parseLong(command[1]);
        patience = Long.parseLong(command[2]) * 1_000_000_000L;
        lastAny = System.nanoTime();
      }
      case "reset" -> reset();
      case "drop" -> drop();
      case "resume" -> {
        resuming = true;
        opened = 0;
        ready = 0;
        announced = false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void reset() {
    events = 0;
    firstEvent = 0;
    sampled = 0;
    gaps = 0;
    doubles = 0;
  }

  private void drop() throws IOException {
    for (Connection connection : connections) {
      connection.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      connection.channel.close();
      connection.rest = new byte[0];
      connection.upgraded = false;
    }
    reset();
    System.out.println("dropped");
  }

  private void report() {
    if (!announced && ready == connections.length) {
      announced = true;
      System.out.println("ready");
    }
    boolean quiet = System.nanoTime() - lastAny > patience;
    if (awaited < 0 || (events < awaited && !quiet)) {
      return;
    }
    awaited = -1;
    long[] sorted = Arrays.copyOf(latencies, sampled);
    Arrays.sort(sorted);
    double seconds = (lastEvent - firstEvent) / 1e9;
    System.out.printf(
        "{\"events\": %d, \"seconds\": %.4f, \"p50_ms\": %.3f, \"p95_ms\": %.3f, \"p99_ms\": %.3f, \"gaps\": %d, \"doubles\": %d, "
            + "\"errors\": %d, \"resyncs\": %d, \"closed\": %d}%n",
        events, seconds, part(sorted, 0.5), part(sorted, 0.95), part(sorted, 0.99), gaps, doubles, faults, resyncs, closed);
  }

  private static double part(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(sorted.length * part) - 1)] / 1000.0;
  }

  private void open(Connection connection) throws IOException {
    connection.channel = SocketChannel.open();
    connection.channel.configureBlocking(false);
    connection.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    connection.channel.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(options.get("port"))));
    connection.key = connection.channel.register(selector, SelectionKey.OP_CONNECT, connection);
    pending++;
  }

  private void serve(Connection connection, SelectionKey key) {
    try {
      if (key.isConnectable()) {
        connection.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        connection.channel.write(ByteBuffer.wrap(bytes(upgrade(connection))));
        return;
      }
      shared.clear();
      int read = connection.channel.read(shared);
      if (read < 0) {
        throw new IOException("closed by the server");
      }
      shared.flip();
      int kept = connection.rest.length;
      System.arraycopy(connection.rest, 0, chunk, 0, kept);
      shared.get(chunk, kept, read);
      int used = consume(connection, kept + read);
      connection.rest = used == kept + read ? new byte[0] : Arrays.copyOfRange(chunk, used, kept + read);
    } catch (IOException failure) {
      closed++;
      key.cancel();
      if (closed < 5) {
        System.err.println("connection " + connection.number + ": " + failure.getMessage());
      }
    }
  }

  private String upgrade(Connection connection) {
    String token = tokens.isEmpty() ? "" : "?token=" + tokens.get(connection.number % tokens.size());
    String deflate =
        "true".equals(options.get("deflate")) ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "";
    return "GET /ws" + token + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + deflate + "\r\n";
  }

  /** How many bytes of the chunk were whole messages. */
  private int consume(Connection connection, int length) throws IOException {
    int start = 0;
    if (!connection.upgraded) {
      start = headEnd(length);
      if (start < 0) {
        return 0;
      }
      if (chunk[9] != '1') {
        throw new IOException("no upgrade: " + new String(chunk, 0, Math.min(300, length), StandardCharsets.UTF_8));
      }
      connection.upgraded = true;
      subscribe(connection);
    }
    while (true) {
      int end = frame(connection, start, length);
      if (end < 0) {
        return start;
      }
      start = end;
    }
  }

  private int headEnd(int length) {
    for (int i = 3; i < length; i++) {
      if (chunk[i] == '\n' && chunk[i - 1] == '\r' && chunk[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private void subscribe(Connection connection) throws IOException {
    String[] all = messages.get(connection.number % messages.size()).split("\t");
    connection.wanted = all.length;
    for (String message : all) {
      String since = resuming && connection.cursor != null ? ",\"since\":\"" + connection.cursor + "\"}" : "}";
      send(connection, 0x81, bytes(message.substring(0, message.length() - 1) + since));
    }
  }

  private void send(Connection connection, int first, byte[] payload) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(payload.length + 14);
    out.put((byte) first);
    if (payload.length < 126) {
      out.put((byte) (0x80 | payload.length));
    } else {
      out.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    out.putInt(0).put(payload).flip();
    while (out.hasRemaining()) {
      connection.channel.write(out);
    }
  }

  private int frame(Connection connection, int start, int length) throws IOException {
    if (length - start < 2) {
      return -1;
    }
    int size = chunk[start + 1] & 0x7F;
    int from = start + 2;
    if (size == 126) {
      if (length - start < 4) {
        return -1;
      }
      size = (chunk[start + 2] & 0xFF) << 8 | chunk[start + 3] & 0xFF;
      from = start + 4;
    } else if (size == 127) {
      if (length - start < 10) {
        return -1;
      }
      size = (int) ByteBuffer.wrap(chunk, start + 2, 8).getLong();
      from = start + 10;
    }
    if (length - from < size) {
      return -1;
    }
    switch (chunk[start] & 0x0F) {
      case 9 -> send(connection, 0x8A, Arrays.copyOfRange(chunk, from, from + size));
      case 8 -> throw new IOException("closed: " + new String(chunk, from, size, StandardCharsets.UTF_8));
      default -> message(connection, from, from + size);
    }
    return from + size;
  }

  private void message(Connection connection, int from, int to) {
    int head = Math.min(to, from + 60);
    boolean event = EVENTS.stream().anyMatch(type -> find(type, from, head) >= 0);
    if (event) {
      event(connection, from, to);
    } else if (find(ACKNOWLEDGED, from, head) >= 0) {
      cursor(connection, from, to);
      if (--connection.wanted == 0) {
        ready++;
        pending--;
      }
    } else if (find(FAULT, from, head) >= 0) {
      faults++;
      if (faults < 5) {
        System.err.println(new String(chunk, from, to - from, StandardCharsets.UTF_8));
      }
    } else if (find(RESYNC, from, head) >= 0) {
      resyncs++;
    }
  }

  private void event(Connection connection, int from, int to) {
    long now = System.nanoTime();
    if (events++ == 0) {
      firstEvent = now;
    }
    lastEvent = now;
    lastAny = now;
    if ("true".equals(options.get("cursors"))) {
      cursor(connection, from, to);
      long sequence = number(SEQUENCE, from, to);
      if (connection.sequence >= 0 && sequence > connection.sequence + 1) {
        gaps += sequence - connection.sequence - 1;
      } else if (sequence <= connection.sequence) {
        doubles++;
      }
      connection.sequence = sequence;
    }
    if (sampled < latencies.length && events % sampling == 0) {
      long at = number(AT, from, to);
      if (at > 0) {
        latencies[sampled++] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - at;
      }
    }
  }

  private void cursor(Connection connection, int from, int to) {
    int found = find(CURSOR, from, to);
    if (found >= 0 && "true".equals(options.get("cursors"))) {
      int start = found + CURSOR.length;
      int end = start;
      while (chunk[end] != '"') {
        end++;
      }
      connection.cursor = new String(chunk, start, end - start, StandardCharsets.ISO_8859_1);
    }
  }

  private long number(byte[] name, int from, int to) {
    int found = find(name, from, to);
    long value = 0;
    for (int i = found + name.length; found >= 0 && i < to && (chunk[i] == ' ' || chunk[i] >= '0' && chunk[i] <= '9'); i++) {
      value = chunk[i] == ' ' ? value : value * 10 + chunk[i] - '0';
    }
    return value;
  }

  private int find(byte[] what, int from, int to) {
    outer:
    for (int i = from; i <= to - what.length; i++) {
      for (int j = 0; j < what.length; j++) {
        if (chunk[i + j] != what[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.RealtimeError;
import dev.pgext.observe.Observation;
import dev.pgext.pg.Lsn;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.log.RetainedLog;
import dev.pgext.realtime.log.Retention;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.row.ExoticJson;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Access;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.realtime.visibility.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A hub without a database: its log is written by the test, and rights are what the test says. */
final class TestHub implements AutoCloseable {
  static final long EPOCH = 7;
  private static final int PATIENCE_SECONDS = 20;

  final RetainedLog log = new RetainedLog(new Retention(Duration.ofHours(1), 1L << 40, 1L << 30));
  final Rights rights = new Rights();
  final Traffic traffic = new Traffic();
  final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  volatile Function<Question, Decision> decisions = question -> new Decision.Visible();
  volatile Function<Change.Message, Optional<DatabaseMessage>> messages =
      message -> {
        throw new IllegalStateException(message.prefix());
      };
  volatile SeenSnapshot snapshot = SeenSnapshot.parse("100:100:", new Lsn(0));
  final Hub hub =
      new Hub(
          new HubServices(
              log,
              rights,
              new Policies(),
              judgement -> {},
              new Snapshots(),
              (message, xid) -> messages.apply(message),
              (message, cursor, committedAt) -> {},
              () -> 100,
              observation -> {
                if (observation instanceof Observation.Failure failure) {
                  bugs.add(failure.cause());
                }
              },
              traffic));

  private long commits;

  TestHub() {
    log.resumed(EPOCH, new Lsn(0));
    hub.start(Set.of());
  }

  /** The same table by another name. */
  static TableShape named(String name, TableShape table) {
    return new TableShape(
        table.oid(),
        new QualifiedName("public", name),
        table.identity(),
        table.columns(),
        table.generation() + 1);
  }

  /** A table with these columns, all of type integer, the first of which is its key. */
  static TableShape shape(int oid, long generation, String... columns) {
    List<Column> all = new ArrayList<>();
    for (String column : columns) {
      all.add(new Column(column, 23, -1, true));
    }
    return new TableShape(
        oid, new QualifiedName("public", "t" + oid), ReplicaIdentity.FULL, all, generation);
  }

  static BiFunction<Integer, Long, Change> insert(TableShape table, String... values) {
    return (index, xid) ->
        new Change.Row(index, table, Change.Operation.INSERT, null, Tuple.of(values));
  }

  static BiFunction<Integer, Long, Change> redefined(TableShape table) {
    return (index, xid) -> new Change.Redefined(index, table);
  }

  /** Commits a transaction; its cursor. */
  @SafeVarargs
  final Cursor commit(BiFunction<Integer, Long, Change>... changes) {
    long number = ++commits;
    List<Change> all =
        IntStream.range(0, changes.length)
            .mapToObj(index -> changes[index].apply(index, number))
            .toList();
    Lsn commit = new Lsn(number * 100);
    log.transaction(new Transaction(commit, 1000 + number, Instant.EPOCH, all, Set.of()));
    return Cursor.after(EPOCH, commit);
  }

  /** Waits until everything that was committed went through the dispatcher. */
  void settle() {
    await("the dispatcher", () -> hub.currentPosition().commit().value() == commits * 100);
    // Whoever takes the boundary behind the dispatcher finds its work done.
    await("the queues", () -> log.end().commit().equals(hub.currentPosition().commit()));
  }

  static void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  Client client(String role) {
    return new Client(role, Map.of());
  }

  Client client(String role, Map<String, String> settings) {
    return new Client(role, settings);
  }

  @Override
  public void close() {
    hub.close();
  }

  /** A client with a socket of its own. */
  final class Client {
    final Wire wire;
    final Socket socket;
    private final String role;
    private final Semaphore settled = new Semaphore(0);

    private Client(String role, Map<String, String> settings) {
      this.role = role;
      this.wire = new Wire();
      this.socket =
          new Socket("s", wire, Config.of(settings).realtime().connections(), new Traffic());
      wire.socket = socket;
    }

    Subscription subscribe(String table) {
      return subscribe(table, null, false);
    }

    Subscription subscribe(@Nullable String table, @Nullable Cursor since, boolean withSnapshot) {
      return hub.add(
          socket,
          new SubscriptionRequest(
              new Viewer(role, "{}"),
              "public",
              table,
              EnumSet.allOf(Change.Operation.class),
              null,
              List.of(),
              Transitions.VIEW,
              false,
              withSnapshot,
              since,
              new Encoder()),
          new Listener(socket, settled));
    }

    /** Waits until one subscription has caught up. */
    void settled() throws InterruptedException {
      assertThat(settled.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    String next() throws InterruptedException {
      return Objects.requireNonNull(
          wire.written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing came");
    }
  }

  /** Says on the socket what it hears. */
  private record Listener(Socket socket, Semaphore caughtUp) implements SubscriptionListener {
    @Override
    public void settled() {
      caughtUp.release();
    }

    @Override
    public void live(Live live) {
      socket.send(Frame.text("live"));
    }

    @Override
    public void stopped(ApiError error) {
      socket.send(Frame.text("stopped " + error.code()));
    }
  }

  /** Who may see what. */
  static final class Rights implements Binder {
    final Map<String, TableShape> tables = new ConcurrentHashMap<>();
    final Set<String> denied = ConcurrentHashMap.newKeySet();
    volatile Function<Viewer, RowRule> rule = viewer -> new RowRule.All();
    volatile Runnable whenBinding = () -> {};

    @Override
    public TableDescription describe(Interest interest) {
      TableShape shape = tables.get(interest.table().name());
      if (shape == null) {
        throw new RealtimeError.NotWatched(interest.table().toString()).asException();
      }
      return new TableDescription(shape, List.of(shape.columns().get(0).name()));
    }

    @Override
    public Binding bind(TableDescription table, Interest interest, @Nullable Binding earlier) {
      whenBinding.run();
      if (denied.contains(interest.viewer().role())) {
        throw denied();
      }
      TableShape shape = table.shape();
      List<Integer> columns = IntStream.range(0, shape.columns().size()).boxed().toList();
      Printer printer = new Printer(shape);
      return new Binding(
          shape,
          new Access(columns, rule.apply(interest.viewer()), false, false, true),
          new RowRule.All(),
          columns,
          List.of(),
          printer,
          printer);
    }

    private static ApiException denied() {
      return new DatabaseError.Raised(403, "42501", "denied", null, null).asException();
    }

    @Override
    public Set<NamedTable> astray(Set<NamedTable> asked) {
      return asked.stream()
          .filter(
              named -> {
                TableShape present = tables.get(named.name().name());
                return present == null || present.oid() != named.oid();
              })
          .collect(Collectors.toSet());
    }

    @Override
    public void forget(TableShape table) {}

    @Override
    public void forgetTypes() {}
  }

  private final class Snapshots implements SnapshotReader {
    @Override
    public Snapshot read(Interest interest, Binding binding) {
      return new Snapshot("[]".getBytes(StandardCharsets.UTF_8), snapshot);
    }

    @Override
    public Lsn now() {
      return log.end().commit();
    }
  }

  private final class Policies implements Visibility {
    @Override
    public List<Decision> decide(List<Question> questions) {
      return questions.stream().map(decisions).toList();
    }

    @Override
    public Access access(TableShape table, Viewer viewer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forget(int tableOid) {}

    @Override
    public void forgetAll() {}
  }

  private record Encoder() implements EventEncoder {
    @Override
    public Frame row(RowEvent event) {
      return Frame.text(
          "row " + new String(Objects.requireNonNull(event.record()), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
      return null;
    }

    @Override
    public Frame resync(long epoch, Cursor cursor, String reason) {
      return Frame.text("resync");
    }
  }

  private record Printer(TableShape shape) implements RowPrinter {
    @Override
    public boolean asks() {
      return false;
    }

    @Override
    public ExoticJson prepare(List<Tuple> rows, String role) {
      return ExoticJson.NONE;
    }

    @Override
    public byte[] print(Tuple row, ExoticJson prepared) {
      StringJoiner values = new StringJoiner(" ");
      for (int column = 0; column < shape.columns().size(); column++) {
        values.add(shape.columns().get(column).name() + "=" + row.text(column));
      }
      return values.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> unchanged(Tuple row) {
      return List.of();
    }
  }

  /** What the client reads; while it does not, messages stay in the socket's queue. */
  static final class Wire implements Transport {
    final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final Queue<Frame> unread = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Socket socket;
    volatile boolean reads = true;
    volatile int closed;

    @Override
    public void write(Frame frame, boolean more) {
      written.add(frame.toString());
      Socket from = socket;
      if (reads && from != null) {
        from.written(frame);
      } else {
        unread.add(frame);
      }
    }

    void readAll() {
      reads = true;
      for (Frame frame = unread.poll(); frame != null; frame = unread.poll()) {
        Objects.requireNonNull(socket).written(frame);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void close(int code, String reason) {
      closed = code;
    }

    @Override
    public void abort() {}
  }
}

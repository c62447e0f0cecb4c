package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
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
import dev.pgext.realtime.log.RetainedLog;
import dev.pgext.realtime.log.Retention;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.visibility.Access;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.realtime.visibility.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A hub without a database: its log is written by the test, and rights are what the test says. */
final class TestHub implements AutoCloseable {
  static final long EPOCH = 7;
  static final int PATIENCE_SECONDS = 60;

  private static final long PAUSE = 100_000;

  static final TableShape TASKS = shape(1, 1, "id", "secret", "open");

  final RetainedLog log = new RetainedLog(new Retention(Duration.ofHours(1), 1L << 40, 1L << 30));
  final TestRights rights = new TestRights();
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
    hub.start();
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

  static BiFunction<Integer, Long, Change> described(TableShape table) {
    return (index, xid) -> new Change.Described(index, table);
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

  /** Commits one task; its cursor. */
  Cursor commit(int id) {
    return commit(insert(TASKS, String.valueOf(id), "1", "2"));
  }

  /**
   * Commits tasks up to one, all of which go through the dispatcher; the cursor of the first, 0.
   */
  Cursor commitUpTo(int last) {
    Cursor first = commit(0);
    for (int id = 1; id <= last; id++) {
      commit(id);
    }
    settle();
    return first;
  }

  /** Commits tasks, which go through the dispatcher. */
  void commitAndSettle(int... ids) {
    for (int id : ids) {
      commit(id);
    }
    settle();
  }

  /** Commits one task, which somebody reads; its cursor. */
  Cursor commitAndRead(TestClient reader, int id) throws InterruptedException {
    Cursor commit = commit(id);
    assertThat(reader.next()).isEqualTo(row(id));
    return commit;
  }

  /** What a client hears of a task. */
  static String row(int id) {
    return "row id=" + id + " secret=1 open=2";
  }

  /** Waits until everything that was committed went through the dispatcher. */
  void settle() {
    await("the dispatcher", () -> hub.currentPosition().commit().value() == commits * 100);
    // Whoever takes the boundary behind the dispatcher finds its work done.
    await("the queues", () -> log.end().commit().equals(hub.currentPosition().commit()));
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(end);
      // Parked, not spinning: it may be on one of the few threads that what it waits for needs.
      LockSupport.parkNanos(PAUSE);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  TestClient client(String role) {
    return client(role, Map.of());
  }

  TestClient client(String role, Map<String, String> settings) {
    return new TestClient(hub, role, Config.of(settings).realtime().connections());
  }

  @Override
  public void close() {
    hub.close();
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
    public Access access(TableShape table, Viewer viewer, @Nullable Access earlier) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forget(int tableOid) {}

    @Override
    public void forgetAll() {}
  }
}

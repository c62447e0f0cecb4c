package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.cdc.Stream.Setup;
import dev.pgext.realtime.log.LogEntry;
import dev.pgext.realtime.log.Replay;
import dev.pgext.realtime.log.RetainedLog;
import dev.pgext.realtime.log.Retention;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slot and the log of retained transactions together: the window outlives the server. */
class RetainedSlotIT {
  /** Wide enough for the pages that PostgreSQL writes whole after a checkpoint of its own. */
  private static final Retention SMALL = new Retention(Duration.ofMinutes(5), 8 << 20, 64 << 20);

  private static final Duration SOON = Duration.ofSeconds(60);

  private TestDatabase database;
  private Setup setup;

  private void prepare(int version) {
    database = TestPostgres.version(version).createDatabase();
    setup = Setup.of(database);
    database.execute(
        "CREATE TABLE numbers (id int PRIMARY KEY, filler text DEFAULT repeat('x', 1000))");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aCursorInTheWindowGetsExactlyWhatItMissedAfterARestart(int version) {
    prepare(version);
    RetainedLog before = new RetainedLog(SMALL);
    ReplicationSource source = open(before);
    database.execute("ALTER PUBLICATION pgext ADD TABLE numbers");
    insert(1, 12_900);
    await("most", source, () -> seen(before, 12_900));
    Cursor earlier = before.end();
    insert(12_901, 13_000);
    await("the rest", source, () -> seen(before, 13_000));
    Cursor last = before.end();
    Cursor old = Cursor.after(last.epoch(), Lsn.parse("0/1"));
    await("confirmation", source, () -> unconfirmed() < 10 << 20);
    source.close();
    insert(13_001, 13_100);

    RetainedLog after = new RetainedLog(SMALL);
    try (ReplicationSource again = open(after)) {
      // The test's server commits asynchronously; every cursor a client may hold is there already.
      assertThat(after.since(last)).isInstanceOf(Replay.Missed.class);
      await("the last rows", again, () -> seen(after, 13_100));
      assertThat(ids(after.since(last))).containsExactlyElementsOf(numbers(13_001, 13_100));
      assertThat(ids(after.since(earlier))).containsExactlyElementsOf(numbers(12_901, 13_100));
      assertThat(after.since(old)).isInstanceOf(Replay.Resync.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aSlotThatWaitsForAnOpenTransactionSaysSo(int version) throws SQLException {
    prepare(version);
    RetainedLog log = new RetainedLog(SMALL);
    try (Connection open = database.connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO numbers VALUES (0)");
      Pace impatient = Stream.FAST.withSlotCreation(Duration.ofSeconds(1));
      try (ReplicationSource source = setup.withPace(impatient).source()) {
        source.start(log);
        await(
            "the fault",
            source,
            () -> String.valueOf(source.status().fault()).contains("open when it was asked for"));
        open.commit();
        await("the stream", source, () -> source.status().phase() == Phase.STREAMING);
        assertThat(source.status().fault()).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aRoleThatOwnsNothingReadsWithReplicationAlone(int version) {
    prepare(version);
    String role = "reader_" + database.name();
    database.execute("CREATE ROLE %s LOGIN REPLICATION PASSWORD 'x'".formatted(role));
    RetainedLog log = new RetainedLog(SMALL);
    Setup reading = setup.as(role);
    try (ReplicationSource source = reading.source()) {
      source.start(log);
      await(
          "the statement to run",
          source,
          () -> String.valueOf(source.status().fault()).contains("CREATE PUBLICATION \"pgext\""));
      database.execute(
          "CREATE PUBLICATION pgext FOR TABLE numbers WITH (publish_via_partition_root = true)");
      await("the stream", source, () -> source.status().phase() == Phase.STREAMING);
      insert(1, 1);
      await("the row", source, () -> seen(log, 1));
    }
    RetainedLog again = new RetainedLog(SMALL);
    try (ReplicationSource source = reading.source()) {
      source.start(again);
      await("the row", source, () -> seen(again, 1));
      assertThat(again.epoch()).isEqualTo(log.epoch());
    }
    database.execute("DROP ROLE " + role);
  }

  @AfterEach
  void dropSlot() {
    setup.dropSlot();
  }

  private ReplicationSource open(RetainedLog log) {
    ReplicationSource source = setup.source();
    source.start(log);
    await("the stream", source, () -> source.status().phase() == Phase.STREAMING);
    return source;
  }

  private void insert(int from, int to) {
    for (int id = from; id <= to; id += 500) {
      database.execute(
          "INSERT INTO numbers SELECT generate_series(%d, %d)"
              .formatted(id, Math.min(id + 499, to)));
    }
  }

  private long unconfirmed() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_current_wal_lsn() - confirmed_flush_lsn FROM pg_replication_slots"
                    + " WHERE slot_name = '%s'".formatted(setup.slot()))) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static boolean seen(RetainedLog log, int id) {
    return log.head() instanceof LogEntry.Committed last && ids(last.transaction()).contains(id);
  }

  private static List<Integer> ids(Replay replay) {
    List<Integer> ids = new ArrayList<>();
    ((Replay.Missed) replay).transactions().forEach(transaction -> ids.addAll(ids(transaction)));
    return ids;
  }

  private static List<Integer> ids(Transaction transaction) {
    return transaction.changes().stream()
        .filter(Change.Row.class::isInstance)
        .map(change -> Integer.valueOf(((Change.Row) change).after().text(0)))
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static void await(String what, ReplicationSource source, BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what + "; " + source.status());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}

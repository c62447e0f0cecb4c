package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.cdc.Stream.Setup;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives from a real PostgreSQL, and what becomes of it when things break. */
class ReplicationSourceIT {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final int TAKEOVERS = 20;

  private TestDatabase database;
  private Setup setup;

  private void prepare(int version) {
    database = TestPostgres.version(version).createDatabase();
    setup = Setup.of(database);
    database.execute(
        """
        CREATE TABLE numbers (id int PRIMARY KEY);
        CREATE TABLE notes (id int PRIMARY KEY, body text, done boolean);
        ALTER TABLE notes REPLICA IDENTITY FULL;
        """);
  }

  /** A source that streams, with the tables in its publication. */
  private Stream open() {
    Stream stream = setup.open().awaitStreaming();
    if (query("SELECT count(*) FROM pg_publication_tables WHERE pubname = 'pgext'").equals("0")) {
      database.execute("ALTER PUBLICATION pgext ADD TABLE numbers, notes");
    }
    return stream;
  }

  @AfterEach
  void dropSlot() {
    setup.dropSlot();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void rowsTruncationsAndMessagesArriveInTheirTransactions(int version) {
    prepare(version);
    try (Stream stream = open()) {
      database.execute("INSERT INTO notes VALUES (1, 'ä', false), (2, NULL, true)");
      database.execute(
          "BEGIN; UPDATE notes SET done = true WHERE id = 1; SELECT pg_logical_emit_message(true, 'p', 'c'); COMMIT");
      database.execute("DELETE FROM notes WHERE id = 2");
      database.execute("TRUNCATE notes");
      stream.await("four transactions", () -> stream.transactions().size() == 4);
      List<Transaction> transactions = stream.transactions();
      assertThat(rows(transactions.get(0)))
          .containsExactly("INSERT null [1, ä, f]", "INSERT null [2, null, t]");
      assertThat(rows(transactions.get(1))).containsExactly("UPDATE [1, ä, f] [1, ä, t]", "p c");
      assertThat(rows(transactions.get(2))).containsExactly("DELETE [2, null, t] null");
      assertThat(rows(transactions.get(3))).containsExactly("TRUNCATE public.notes");
      assertThat(stream.discontinuities()).isEmpty();
      assertThat(stream.source.status().fault()).isNull();
      // Said a moment after the sink has it.
      Lsn last = transactions.get(3).commit();
      stream.await(
          "the last position", () -> stream.source.status().received().compareTo(last) >= 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aKilledConnectionLosesAndDoublesNothing(int version) {
    prepare(version);
    Random random = new Random(version);
    try (Stream stream = open();
        Load load = Load.on(database, "numbers")) {
      for (int kill = 0; kill < 10; kill++) {
        int next = load.committed() + random.nextInt(2000);
        int begun = kill;
        stream.await("progress", () -> load.committed() > next && stream.starts().size() > begun);
        stream.await(
            "a reader to kill", () -> slot("pg_terminate_backend(active_pid)").equals("t"));
      }
      load.stop();
      stream.await("everything", () -> complete(stream, load));
      assertThat(stream.inserted()).containsExactlyElementsOf(numbers(load.committed()));
      assertThat(stream.starts().size()).isGreaterThan(5);
      assertThat(stream.discontinuities()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aNewProcessGetsTheWindowAgainUnderTheSameCursors(int version) {
    prepare(version);
    List<Transaction> first;
    long epoch;
    try (Stream stream = open();
        Load load = Load.on(database, "numbers")) {
      stream.await("some", () -> load.committed() > 1000);
      load.stop();
      stream.await("everything", () -> complete(stream, load));
      first = stream.transactions();
      epoch = stream.epoch();
    }
    try (Stream again = open()) {
      assertThat(again.epoch()).isEqualTo(epoch);
      List<Transaction> replayed = again.transactions();
      assertThat(replayed)
          .extracting(Transaction::commit)
          .containsExactlyElementsOf(first.stream().map(Transaction::commit).toList());
      assertThat(replayed.stream().map(ReplicationSourceIT::rows).toList())
          .isEqualTo(first.stream().map(ReplicationSourceIT::rows).toList());
      again.forgetting();
      database.execute("INSERT INTO notes VALUES (7, '', false)");
      again.await(
          "confirmation",
          () -> slot("confirmed_flush_lsn >= '" + first.getLast().commit() + "'").equals("t"));
    }
    try (Stream last = open()) {
      assertThat(last.transactions()).hasSizeLessThan(2);
      assertThat(last.discontinuities()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aDroppedSlotBeginsANewEpochThatIsNeverForgotten(int version) {
    prepare(version);
    long epoch;
    try (Stream stream = open()) {
      epoch = stream.epoch();
      database.execute(
          """
          DO $$ BEGIN
            PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '%1$s';
            LOOP
              BEGIN
                PERFORM pg_drop_replication_slot('%1$s'); RETURN;
              EXCEPTION WHEN object_in_use THEN
                PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '%1$s';
              END;
            END LOOP;
          END $$
          """
              .formatted(setup.slot()));
      stream.await("a new epoch", () -> stream.epoch() > epoch);
      stream.awaitStreaming();
      assertThat(stream.discontinuities()).containsExactly("The replication slot was missing");
      database.execute("INSERT INTO numbers VALUES (1)");
      stream.await("the row", () -> stream.inserted().equals(List.of("1")));
      long second = stream.epoch();
      stream.stop();
      try (Stream again = open()) {
        assertThat(again.epoch()).isEqualTo(second);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aSecondServerWaitsAndTakesOverWithinASecond(int version) {
    prepare(version);
    Stream first = open();
    Duration best = takeOver(first, 1);
    for (int more = 2; more <= TAKEOVERS && best.compareTo(ONE_SECOND) > 0; more++) {
      Duration took = takeOver(open(), more);
      best = took.compareTo(best) < 0 ? took : best;
    }
    // The best of some: a machine that does much else is late now and then.
    assertThat(best).isLessThan(ONE_SECOND);
  }

  private Duration takeOver(Stream first, int row) {
    try (Stream second = setup.open()) {
      second.awaitPhase(Phase.WAITING);
      database.execute("INSERT INTO numbers VALUES (" + row + ")");
      first.await("the row", () -> first.inserted().size() == row);
      assertThat(second.transactions()).isEmpty();
      Duration took = first.handOver(second);
      assertThat(second.inserted()).containsExactlyElementsOf(numbers(row));
      assertThat(second.epoch()).isEqualTo(first.epoch());
      return took;
    } finally {
      first.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void pastTheCapTheSlotIsGivenUpAndANewEpochBegins(int version) {
    prepare(version);
    setup = setup.withWalCap(4 << 20);
    try (Stream stream = open()) {
      long epoch = stream.epoch();
      database.execute(
          "INSERT INTO notes SELECT i, repeat('x', 1000), true FROM generate_series(1, 10000) AS i");
      stream.await("a new epoch", () -> stream.epoch() > epoch);
      stream.awaitStreaming();
      assertThat(stream.discontinuities().getFirst()).contains("held back more WAL");
      stream.await("less WAL", () -> stream.source.status().retainedBytes() < 4 << 20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aTransactionPastTheLimitNamesItsTablesOnly(int version) {
    prepare(version);
    setup = setup.withMaxTransaction(100_000);
    try (Stream stream = open()) {
      database.execute(
          "INSERT INTO notes SELECT i, repeat('x', 1000), true FROM generate_series(1, 1000) AS i");
      database.execute("INSERT INTO numbers VALUES (1)");
      stream.await("two transactions", () -> stream.transactions().size() == 2);
      Transaction large = stream.transactions().getFirst();
      assertThat(rows(large)).isEmpty();
      assertThat(large.skipped()).extracting(table -> table.name().name()).containsExactly("notes");
      assertThat(rows(stream.transactions().getLast())).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void anIdleDatabaseDoesNotPinTheWalOfOthers(int version) {
    prepare(version);
    try (Stream stream = open().forgetting()) {
      TestDatabase other = TestPostgres.version(version).createDatabase();
      other.execute("CREATE TABLE busy AS SELECT repeat('x', 1000) FROM generate_series(1, 20000)");
      String written = query("SELECT pg_current_wal_lsn()");
      stream.await(
          "confirmation",
          () -> {
            other.execute("CHECKPOINT");
            return slot("restart_lsn >= '" + written + "'").equals("t");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aSlotThatSomebodyElseMovedForwardBeginsANewEpoch(int version) {
    prepare(version);
    try (Stream stream = open()) {
      long epoch = stream.epoch();
      database.execute(
          """
            DO $$ DECLARE reader int; BEGIN
              LOOP
                SELECT active_pid INTO reader FROM pg_replication_slots WHERE slot_name = '%1$s';
                PERFORM pg_terminate_backend(reader);
                BEGIN
                  PERFORM pg_switch_wal();
                  PERFORM pg_replication_slot_advance('%1$s', pg_current_wal_insert_lsn()); RETURN;
                EXCEPTION WHEN object_in_use THEN NULL;
                END;
              END LOOP;
            END $$
            """
              .formatted(setup.slot()));
      stream.await("a new epoch", () -> stream.epoch() > epoch);
      assertThat(stream.discontinuities())
          .containsExactly("The replication slot was moved forward");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aPublicationMadeAnewIsRecoveredFrom(int version) {
    prepare(version);
    try (Stream stream = open()) {
      database.execute("DROP PUBLICATION pgext");
      database.execute("INSERT INTO numbers VALUES (1)");
      stream.await("recovery", () -> query("SELECT count(*) FROM pg_publication").equals("1"));
      stream.awaitStreaming();
      database.execute("ALTER PUBLICATION pgext ADD TABLE numbers; INSERT INTO numbers VALUES (2)");
      stream.await("the row", () -> stream.inserted().contains("2"));
      assertThat(stream.discontinuities()).isNotEmpty();
    }
  }

  private static boolean complete(Stream stream, Load load) {
    List<String> rows = stream.inserted();
    return !rows.isEmpty() && rows.getLast().equals(Integer.toString(load.committed()));
  }

  private static List<String> numbers(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
  }

  static List<String> rows(Transaction transaction) {
    return transaction.changes().stream()
        .filter(change -> !(change instanceof Change.Described))
        .map(ReplicationSourceIT::text)
        .toList();
  }

  private static String text(Change change) {
    return switch (change) {
      case Change.Row row -> row.operation() + " " + texts(row.before()) + " " + texts(row.after());
      case Change.Truncate truncate -> "TRUNCATE " + truncate.table().name();
      case Change.Message message -> message.prefix() + " " + message.content();
      case Change.Described described -> "DESCRIBED";
    };
  }

  private static List<String> texts(Tuple tuple) {
    return tuple == null ? null : Texts.of(tuple);
  }

  private String slot(String expression) {
    return query(
        "SELECT %s FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(expression, setup.slot()));
  }

  private String query(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

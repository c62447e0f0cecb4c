package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.cdc.Stream.Setup;
import dev.pgext.realtime.install.Installer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same events where the write-ahead log cannot be read. */
class QueueSourceIT {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final int TAKEOVERS = 20;
  private static final String KILL =
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
          + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  private TestDatabase database;
  private Setup setup;

  private void prepare(int version) {
    database = TestPostgres.version(version).createDatabase();
    setup = Setup.of(database);
    try (Connection connection = database.connect()) {
      new Installer().install(connection, "pgext");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    database.execute(
        """
        SELECT pgext.use_source('queue');
        CREATE TABLE numbers (id int PRIMARY KEY);
        CREATE TABLE notes (id int PRIMARY KEY, gone int, body text, done boolean);
        ALTER TABLE notes DROP COLUMN gone;
        CREATE TABLE parts (body text, id int) PARTITION BY LIST (id);
        CREATE TABLE part_1 (id int, body text);
        ALTER TABLE parts ATTACH PARTITION part_1 FOR VALUES IN (1);
        SELECT pgext.watch('numbers'), pgext.watch('notes'), pgext.watch('parts');
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void rowsTruncationsAndMessagesArriveInTheirTransactions(int version) {
    prepare(version);
    try (Stream stream = setup.openQueue().awaitStreaming()) {
      int before = stream.transactions().size();
      database.execute("INSERT INTO notes VALUES (1, 'ä \"\\', false), (2, NULL, true)");
      database.execute("UPDATE notes SET done = true WHERE id = 1");
      database.execute("BEGIN; DELETE FROM notes WHERE id = 2; TRUNCATE notes; COMMIT");
      database.execute("INSERT INTO parts VALUES ('p', 1)");
      stream.await("four transactions", () -> stream.transactions().size() == before + 4);
      List<List<String>> rows =
          stream.transactions().stream().skip(before).map(ReplicationSourceIT::rows).toList();
      assertThat(rows)
          .containsExactly(
              List.of("INSERT null [1, ä \"\\, f]", "INSERT null [2, null, t]"),
              List.of("UPDATE [1, ä \"\\, f] [1, ä \"\\, t]"),
              List.of("DELETE [2, null, t] null", "TRUNCATE public.notes"),
              List.of("INSERT null [p, 1]"));
      Change.Row partition = (Change.Row) stream.transactions().getLast().changes().getLast();
      assertThat(partition.table().name().name()).isEqualTo("parts");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aKilledConnectionAndANewProcessSeeTheSameInTheSameOrder(int version) {
    prepare(version);
    List<Transaction> first;
    try (Stream stream = setup.openQueue().awaitStreaming();
        Load load = Load.on(database, "numbers")) {
      for (int kill = 1; kill <= 5; kill++) {
        int next = kill * 300;
        int begun = kill;
        stream.await("progress", () -> load.committed() > next && stream.starts().size() >= begun);
        stream.await("a reader to kill", () -> query(KILL).equals("t"));
      }
      load.stop();
      String last = Integer.toString(load.committed());
      stream.await("everything", () -> stream.inserted().contains(last));
      assertThat(stream.inserted())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, load.committed()).mapToObj(Integer::toString).toList());
      assertThat(stream.starts()).hasSizeGreaterThan(2);
      first = stream.transactions();
    }
    try (Stream again = setup.openQueue().awaitStreaming()) {
      assertThat(again.transactions())
          .extracting(Transaction::commit)
          .containsExactlyElementsOf(
              first.stream().map(Transaction::commit).distinct().sorted().toList());
      assertThat(again.starts().getFirst()).isLessThan(first.getFirst().commit());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void theOrderIsTheOneInWhichRowsWereChangedWhateverTheTransactionIds(int version)
      throws SQLException {
    prepare(version);
    database.execute("INSERT INTO notes VALUES (1, 'first', false)");
    try (Stream stream = setup.openQueue().awaitStreaming();
        Connection early = database.connect();
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("INSERT INTO numbers VALUES (99)");
      database.execute("UPDATE notes SET body = 'second'");
      stream.await("the later one", () -> stream.changes().toString().contains("UPDATE"));
      statement.execute("UPDATE notes SET body = 'third'");
      early.commit();
      stream.await("the earlier one", () -> stream.inserted().contains("99"));
      List<String> updates =
          stream.transactions().stream()
              .flatMap(transaction -> ReplicationSourceIT.rows(transaction).stream())
              .filter(row -> row.startsWith("UPDATE"))
              .toList();
      assertThat(updates)
          .containsExactly(
              "UPDATE [1, first, f] [1, second, f]", "UPDATE [1, second, f] [1, third, f]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aChangedTableIsDescribed(int version) {
    prepare(version);
    try (Stream stream = setup.openQueue().awaitStreaming()) {
      database.execute("INSERT INTO numbers VALUES (1)");
      stream.await("the row", () -> stream.inserted().contains("1"));
      Change first = stream.transactions().getLast().changes().getFirst();
      assertThat(first).isInstanceOf(Change.Described.class);
      database.execute("ALTER TABLE numbers ADD COLUMN more int DEFAULT 7");
      database.execute("INSERT INTO numbers VALUES (2)");
      stream.await("the row", () -> stream.inserted().contains("2"));
      List<Change> last = stream.transactions().getLast().changes();
      assertThat(last.getFirst()).isInstanceOf(Change.Described.class);
      assertThat(Texts.of(((Change.Row) last.getLast()).after())).containsExactly("2", "7");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aSecondServerWaitsAndWhatIsNotNeededIsDeleted(int version) {
    prepare(version);
    try (Stream first = setup.openQueue().awaitStreaming()) {
      first.forgetting();
      database.execute("INSERT INTO numbers SELECT generate_series(1, 100)");
      first.await("the rows", () -> first.inserted().size() == 100);
      database.execute("INSERT INTO numbers VALUES (101)");
      first.await("pruning", () -> query("SELECT count(*) FROM pgext.queue").equals("1"));
      Duration best = takeOver(first);
      for (int more = 2; more <= TAKEOVERS && best.compareTo(TWO_SECONDS) > 0; more++) {
        Duration took = takeOver(setup.openQueue().awaitStreaming());
        best = took.compareTo(best) < 0 ? took : best;
      }
      // The best of some: a machine that does much else is late now and then.
      assertThat(best).isLessThan(TWO_SECONDS);
    }
  }

  private Duration takeOver(Stream first) {
    try (Stream second = setup.openQueue().awaitPhase(Phase.WAITING)) {
      assertThat(first.source.status().phase()).isEqualTo(Phase.STREAMING);
      Duration took = first.handOver(second);
      assertThat(second.epoch()).isEqualTo(first.epoch());
      return took;
    } finally {
      first.stop();
    }
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

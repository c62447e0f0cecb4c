package dev.pgext.realtime.cdc;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import dev.pgext.pg.Lsn;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A source on a test's database, and everything that it gave, as a sink that forgets nothing. */
final class Stream implements ChangeSink, AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final Pace FAST =
      new Pace(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1 << 20);

  final List<Transaction> transactions = new ArrayList<>();
  final List<String> discontinuities = new ArrayList<>();
  private final List<Lsn> starts = new ArrayList<>();
  final ChangeSource source;
  private Lsn needed = Lsn.NONE;
  private boolean confirmEverything;
  private long epoch;

  /** How a source is set up. */
  record Setup(
      TestDatabase database,
      String user,
      String slot,
      long maxTransaction,
      long walCap,
      Pace pace) {
    static Setup of(TestDatabase database) {
      String slot = database.name() + "_slot";
      return new Setup(database, database.user(), slot, 1 << 20, 1L << 40, FAST);
    }

    Setup withMaxTransaction(long bytes) {
      return new Setup(database, user, slot, bytes, walCap, pace);
    }

    Setup withWalCap(long bytes) {
      return new Setup(database, user, slot, maxTransaction, bytes, pace);
    }

    Setup withPace(Pace other) {
      return new Setup(database, user, slot, maxTransaction, walCap, other);
    }

    Setup as(String role) {
      return new Setup(database, role, slot, maxTransaction, walCap, pace);
    }

    ReplicationSource source() {
      return new ReplicationSource(
          new ReplicationParts(
              connector(),
              new Config.Source(null, slot, "pgext", maxTransaction),
              walCap,
              () -> output(database),
              Observer.silent(),
              pace));
    }

    Stream open() {
      return new Stream(source());
    }

    Stream openQueue() {
      return new Stream(new QueueSource(connector(), maxTransaction, Observer.silent(), pace));
    }

    Stream openChosen(Consumer<ChosenSource.Choice> announce) {
      ChangeSource queue = new QueueSource(connector(), maxTransaction, Observer.silent(), pace);
      return new Stream(
          new ChosenSource(
              connector(),
              new ChosenSource.Candidates(source(), queue),
              announce,
              Observer.silent()));
    }

    void dropSlot() {
      database.dropSlot(slot);
    }

    private Connector connector() {
      String uri =
          "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
              .formatted(
                  user, database.password(), database.host(), database.port(), database.name());
      ConnectionEnvironment environment =
          new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody");
      return new Connector(ConnectionTarget.parse(uri, environment), Config.defaults().database());
    }
  }

  private Stream(ChangeSource source) {
    this.source = source;
    source.start(this);
  }

  private static OutputSettings output(TestDatabase database) {
    try (Connection connection = database.connect()) {
      return OutputSettings.of(connection);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** From now on the slot need not keep anything that was given. */
  synchronized Stream forgetting() {
    confirmEverything = true;
    return this;
  }

  Stream awaitStreaming() {
    return awaitPhase(Phase.STREAMING);
  }

  Stream awaitPhase(Phase phase) {
    await("phase " + phase, () -> source.status().phase() == phase);
    return this;
  }

  void await(String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + SOON.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("not in time: " + what + "; " + source.status());
        }
        LockSupport.parkNanos(5_000_000);
      }
    } catch (AssertionError late) {
      throw late;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  synchronized List<Transaction> transactions() {
    return List.copyOf(transactions);
  }

  synchronized List<String> discontinuities() {
    return List.copyOf(discontinuities);
  }

  /** Where it was taken up, each time. */
  synchronized List<Lsn> starts() {
    return List.copyOf(starts);
  }

  synchronized List<Change> changes() {
    return transactions.stream().flatMap(transaction -> transaction.changes().stream()).toList();
  }

  synchronized long epoch() {
    return epoch;
  }

  /** The rows given, without those that came again. */
  synchronized List<String> inserted() {
    List<String> rows = new ArrayList<>();
    Lsn last = Lsn.NONE;
    for (Transaction transaction : transactions) {
      if (transaction.commit().compareTo(last) > 0) {
        last = transaction.commit();
        for (Change change : transaction.changes()) {
          if (change instanceof Change.Row row && row.after() != null) {
            rows.add(row.after().text(0));
          }
        }
      }
    }
    return rows;
  }

  @Override
  public synchronized void resumed(long now, Lsn from) {
    epoch = now;
    starts.add(from);
    if (needed.equals(Lsn.NONE)) {
      needed = from;
    }
  }

  @Override
  public synchronized void transaction(Transaction transaction) {
    transactions.add(transaction);
  }

  @Override
  public synchronized Lsn reached(Lsn position) {
    return confirmEverything ? position : needed;
  }

  @Override
  public boolean awaitRoom(Duration timeout) {
    return true;
  }

  @Override
  public synchronized void discontinued(long now, String reason) {
    discontinuities.add(reason);
    needed = Lsn.NONE;
  }

  /** Ends, as a server does, and lets another one go on: how long that took. */
  Duration handOver(Stream next) {
    long began = System.nanoTime();
    stop();
    next.awaitStreaming();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** As a server does that ends. */
  void stop() {
    source.close();
  }

  @Override
  public void close() {
    stop();
  }
}

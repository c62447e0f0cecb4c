package dev.pgext.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers that insert, update and delete rows of few keys, in small transactions, about two
 * thousand changes a second together. While the database is away they try again. Paused between two
 * moments.
 */
final class ChangingTable implements AutoCloseable {
  private static final int WRITERS = 3;
  private static final int KEYS = 60;
  private static final int LARGEST = 6;
  private static final int A_SECOND = 2_000;

  /** A row appears, changes or goes: whichever fits, in one statement each. */
  private static final List<String> CHANGES =
      List.of(
          "INSERT INTO api.rows VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n",
          "INSERT INTO api.rows VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n",
          "UPDATE api.rows SET n = n + 1 WHERE id = ? AND n <> ?",
          "DELETE FROM api.rows WHERE id = ? AND n <> ?");

  private final Connector connector;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean ending;

  /** Opens a connection to wherever the database is now. */
  interface Connector {
    Connection open() throws SQLException;
  }

  ChangingTable(Connector connector, long seed) {
    this.connector = connector;
    this.seed = seed;
  }

  /** Goes on writing until {@link #pause}. */
  void write() {
    ending = false;
    for (int writer = 0; writer < WRITERS; writer++) {
      Random random = new Random(seed + writer + changes.get());
      threads.add(Thread.ofPlatform().name("writer-" + writer).start(() -> run(random)));
    }
  }

  private void run(Random random) {
    while (!ending) {
      try (Connection connection = connector.open()) {
        connection.setAutoCommit(false);
        while (!ending) {
          transaction(connection, random);
        }
      } catch (SQLException away) {
        failures.incrementAndGet();
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** In the order of the keys, so that writers wait for each other and never in a circle. */
  private void transaction(Connection connection, Random random) throws SQLException {
    long begun = System.nanoTime();
    int size = 1 + random.nextInt(LARGEST);
    int[] keys = random.ints(size, 0, KEYS).sorted().toArray();
    for (int key : keys) {
      String change = CHANGES.get(random.nextInt(CHANGES.size()));
      try (PreparedStatement statement = connection.prepareStatement(change)) {
        statement.setInt(1, key);
        statement.setInt(2, random.nextInt(1_000_000));
        statement.executeUpdate();
      }
    }
    connection.commit();
    changes.addAndGet(size);
    long due = begun + (long) size * WRITERS * 1_000_000_000L / A_SECOND;
    LockSupport.parkNanos(due - System.nanoTime());
  }

  /** Changes so far. */
  long changes() {
    return changes.get();
  }

  /** Lets what is under way end, and writes no more. */
  void pause() {
    ending = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
  }

  @Override
  public void close() {
    pause();
  }
}

package dev.pgext.realtime.cdc;

import dev.pgext.pg.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Inserts 1, 2, 3, … into a table, in transactions of a few rows, until it is closed. */
final class Load implements AutoCloseable {
  private final AtomicInteger committed = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable SQLException failure;

  private Load(TestDatabase database, String table) {
    thread = Thread.ofPlatform().name("load").start(() -> run(database, table));
  }

  static Load on(TestDatabase database, String table) {
    return new Load(database, table);
  }

  private void run(TestDatabase database, String table) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int from = 1; !closed; from += 5) {
        statement.execute(
            "INSERT INTO %s SELECT i FROM generate_series(%d, %d) AS i"
                .formatted(table, from, from + 4));
        committed.set(from + 4);
        // Not as fast as it can: who reads must keep up, with half of a busy machine.
        LockSupport.parkNanos(200_000);
      }
    } catch (SQLException broken) {
      failure = broken;
    }
  }

  /** The greatest number known to be committed. */
  int committed() {
    return committed.get();
  }

  /** Whether the server went away under it. */
  boolean broken() {
    return failure != null;
  }

  /** Writes no more; what was being written is committed. */
  void stop() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}

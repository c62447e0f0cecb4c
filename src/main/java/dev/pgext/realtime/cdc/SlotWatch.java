package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the slot while another thread reads it: how much it holds back, whether the server is
 * still there, and whether a quiet database must say something for the slot to move on. Owns its
 * thread and, while it runs, the connection.
 */
final class SlotWatch implements AutoCloseable {
  private static final String CURRENT = "SELECT pg_catalog.pg_current_wal_lsn()";

  /** Outside of a transaction: it comes at once, and is nobody's event. */
  private static final String HEARTBEAT =
      "SELECT pg_catalog.pg_logical_emit_message(false, 'pgext', '')";

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Connection connection;
  private final ReplicationParts parts;
  private final Slot slot;
  private final Publication publication;
  private final Progress progress;
  private final Consumer<@Nullable String> alarm;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private long published;
  private long signs;
  private long silentSince = System.nanoTime();

  /**
   * A watch that runs until it is closed.
   *
   * @param alarm is called once when the stream must end, with the reason to give up the slot, or
   *     with null where only the connection is bad
   */
  SlotWatch(
      Connection connection,
      ReplicationParts parts,
      Progress progress,
      Consumer<@Nullable String> alarm) {
    this.connection = connection;
    this.parts = parts;
    this.slot = new Slot(parts.source().slot());
    this.publication = new Publication(parts.source().publication());
    this.progress = progress;
    this.alarm = alarm;
    this.thread = Thread.ofPlatform().name("pgext-slot-watch").daemon().start(this::run);
  }

  private void run() {
    try {
      published = publication.oid(connection);
      do {
        inspect();
      } while (!closed.await(parts.pace().inspection().toNanos(), TimeUnit.NANOSECONDS));
    } catch (SQLException failure) {
      if (closed.getCount() > 0) {
        alarm.accept(null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void inspect() throws SQLException {
    Slot.Facts facts = slot.find(connection);
    Lsn current = current();
    long retained = facts == null ? 0 : Math.max(0, current.bytesSince(facts.restart()));
    progress.sampled(current, retained);
    if (retained > parts.walCap()) {
      end("The replication slot held back more WAL than realtime-max-wal allows");
    } else if (publication.oid(connection) != published) {
      end(Publication.LOST);
    } else {
      listen(retained);
    }
  }

  private void end(@Nullable String reason) {
    closed.countDown();
    alarm.accept(reason);
  }

  private Lsn current() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CURRENT)) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  private void listen(long retained) throws SQLException {
    long heard = progress.signsOfLife();
    if (heard != signs) {
      signs = heard;
      silentSince = System.nanoTime();
      return;
    }
    long silent = System.nanoTime() - silentSince;
    if (silent > parts.pace().silence().toNanos()) {
      end(null);
    } else if (retained > parts.pace().heartbeatBytes()
        || silent > parts.pace().silence().dividedBy(2).toNanos()
        || progress.phase() != Phase.STREAMING) {
      beat();
    }
  }

  private void beat() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(HEARTBEAT);
    }
  }

  /** Ends the watch; the connection is the caller's again. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(PATIENCE)) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException broken) {
      // It is of no use any more either way.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

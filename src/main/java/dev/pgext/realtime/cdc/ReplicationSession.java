package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * One pair of connections: takes the slot, making it where it must be made, and reads until
 * something breaks. Confined to the reader's thread, but for {@link #abort}.
 */
final class ReplicationSession {
  private static final String IN_USE = "55006";
  private static final String EXISTS = "42710";
  private static final String PUBLICATION_UNKNOWN = "42704";
  private static final String WAL_REMOVED = "58P01";

  private final ReplicationParts parts;
  private final Publication publication;
  private final Slot slot;
  private final Progress progress;
  private final AtomicReference<@Nullable Connection> walSender = new AtomicReference<>();
  private final AtomicReference<@Nullable Connection> control = new AtomicReference<>();

  /** Why the slot must be given up; kept until it was. */
  private volatile @Nullable String giveUp;

  private long published;

  /** Our last process on the server, which may outlive its connection there. */
  private int lastReader;

  ReplicationSession(ReplicationParts parts, Progress progress) {
    this.parts = parts;
    this.progress = progress;
    this.publication = new Publication(parts.source().publication());
    this.slot = new Slot(parts.source().slot());
  }

  /** Connects and reads; returns only by an exception, or when the source is closed. */
  void run(TransactionAssembler assembler, Continuity continuity, ChangeSink sink)
      throws SQLException, InterruptedException {
    try (Connection sql = parts.connector().open();
        Connection sender = parts.connector().openReplication()) {
      control.set(sql);
      walSender.set(sender);
      publish(sql);
      try (var settings = sender.createStatement()) {
        settings.execute(parts.output().get().statement());
      }
      ServerIdentity server = ServerIdentity.of(sender);
      Taken taken = take(sql, sender);
      if (taken == null) {
        return;
      }
      continuity.resume(sql, server, position(sql), taken.lost());
      read(taken.stream(), sql, assembler, sink);
    } catch (SQLException failure) {
      giveUp = beyondRepair(failure);
      throw failure;
    } finally {
      abort(walSender.getAndSet(null));
      control.set(null);
    }
  }

  /** Since PostgreSQL 18 a slot reads on without its publication, and gives nothing. */
  private void publish(Connection sql) throws SQLException {
    long before = publication.oid(sql);
    if (before == 0 || (published != 0 && before != published)) {
      giveUp = Publication.LOST;
    }
    publication.ensure(sql);
    published = publication.oid(sql);
  }

  /** Why no further attempt with this slot can succeed; null where one may. */
  private @Nullable String beyondRepair(SQLException failure) {
    return switch (String.valueOf(failure.getSQLState())) {
      case PUBLICATION_UNKNOWN -> Publication.LOST;
      case WAL_REMOVED -> "The replication slot was lost: PostgreSQL removed WAL it held";
      default -> giveUp;
    };
  }

  private void read(
      WalStream stream, Connection sql, TransactionAssembler assembler, ChangeSink sink)
      throws SQLException, InterruptedException {
    StreamReader reader = new StreamReader(stream, assembler, sink, progress);
    Lsn written = written(sql);
    SlotWatch watch = new SlotWatch(sql, parts, progress, this::endStream);
    try {
      reader.run(written, parts.pace().confirmation());
    } finally {
      watch.close();
    }
  }

  /** The stream, and why it does not connect with what was read before. */
  private record Taken(WalStream stream, @Nullable String lost) {}

  private @Nullable Taken take(Connection sql, Connection sender)
      throws SQLException, InterruptedException {
    String lost = null;
    do {
      Slot.Facts facts = slot.find(sql);
      if (facts != null && !facts.ours()) {
        throw new SetupFault(
            "The replication slot %s is not one of plugin pgoutput for this database: set realtime-slot to another name"
                .formatted(slot.name()));
      }
      if (facts != null && facts.reader() != 0) {
        await(sql, facts.reader());
        continue;
      }
      String renewal = facts == null ? "The replication slot was missing" : renewal(facts);
      if (renewal != null) {
        renew(sql, facts);
        lost = renewal;
      }
      WalStream stream = start(sender);
      if (stream != null) {
        lastReader = sender.unwrap(PgConnection.class).getBackendPID();
        return new Taken(stream, lost);
      }
    } while (!progress.awaitClose(parts.pace().takeover()));
    return null;
  }

  private @Nullable String renewal(Slot.Facts facts) {
    return facts.lost() ? "The replication slot was lost: PostgreSQL removed WAL it held" : giveUp;
  }

  private void renew(Connection sql, Slot.@Nullable Facts facts) throws SQLException {
    if (facts != null) {
      slot.drop(sql);
    }
    try {
      slot.create(sql, parts.pace().slotCreation());
    } catch (SQLException failure) {
      if (!EXISTS.equals(failure.getSQLState())) {
        throw failure;
      }
    }
    giveUp = null;
  }

  private @Nullable WalStream start(Connection sender) throws SQLException {
    try {
      return WalStream.start(sender, slot.name(), parts.source().publication());
    } catch (SQLException failure) {
      if (IN_USE.equals(failure.getSQLState())) {
        return null;
      }
      throw failure;
    }
  }

  /** Somebody reads the slot: another server, or what is left of our own last connection. */
  private void await(Connection sql, int reader) throws SQLException {
    if (reader == lastReader) {
      slot.terminate(sql, reader);
      return;
    }
    giveUp = null;
    progress.phase(Phase.WAITING, "Another server reads the replication slot " + slot.name());
  }

  /** Asked only now, while the slot is ours: nobody moves it any more. */
  private Lsn position(Connection sql) throws SQLException {
    Slot.Facts facts = slot.find(sql);
    return facts == null ? Lsn.NONE : facts.confirmed();
  }

  /** Asked only now, too: who held the slot until now may have given cursors up to here. */
  private static Lsn written(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_wal_flush_lsn()")) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  private void endStream(@Nullable String reason) {
    giveUp = reason == null ? giveUp : reason;
    abort(walSender.get());
  }

  /** Breaks off whatever it does. Any thread may. */
  void abort() {
    abort(walSender.get());
    abort(control.get());
  }

  private static void abort(@Nullable Connection connection) {
    try {
      if (connection != null) {
        // The reader holds pgjdbc's lock; closing would wait for it.
        connection.abort(Runnable::run);
      }
    } catch (SQLException broken) {
      // It is of no use any more either way.
    }
  }
}

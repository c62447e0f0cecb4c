package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides, on every new connection, whether what comes continues what came before, and tells the
 * sink. Confined to the reader's thread; outlives connections.
 */
final class Continuity {
  private final String publication;
  private final ChangeSink sink;
  private final Progress progress;
  private long epoch;

  Continuity(String publication, ChangeSink sink, Progress progress) {
    this.publication = publication;
    this.sink = sink;
    this.progress = progress;
  }

  /**
   * A stream begins.
   *
   * @param from where the slot stood when it was taken
   * @param lost why nothing connects it with what was; null where the slot was found as it was left
   */
  void resume(Connection connection, ServerIdentity server, Lsn from, @Nullable String lost)
      throws SQLException {
    EpochNote note = EpochNote.read(connection, publication);
    String reason = lost == null ? broken(note, server, from) : lost;
    long current = epoch != 0 ? epoch : note != null ? note.epoch() : 0;
    long next = EpochNote.derived(server);
    if (reason != null && current != 0) {
      next = begin(connection, server, Math.max(current, note == null ? 0 : note.epoch()));
    } else if (current != 0) {
      next = note != null && note.epoch() > current ? note.epoch() : current;
    }
    announce(next, from, reason);
  }

  private @Nullable String broken(@Nullable EpochNote note, ServerIdentity server, Lsn from) {
    if (note != null && !note.identity().equals(server.text())) {
      return "The database is served by another cluster, or from another point in time";
    }
    if (epoch != 0 && from.compareTo(progress.received()) > 0) {
      return "The replication slot was moved forward";
    }
    return null;
  }

  private long begin(Connection connection, ServerIdentity server, long last) throws SQLException {
    long next = Math.max(last + 1, Instant.now().getEpochSecond());
    boolean written = new EpochNote(next, server.text()).write(connection, publication);
    return written || epoch != 0 ? next : EpochNote.derived(server);
  }

  private void announce(long next, Lsn from, @Nullable String reason) throws SQLException {
    if (epoch != 0 && next != epoch) {
      sink.discontinued(
          next, reason == null ? "Another server found that something is missing" : reason);
    }
    if (next != epoch) {
      progress.received(from);
    }
    epoch = next;
    progress.epoch(next);
    sink.resumed(next, from);
  }
}

package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.sql.Identifiers;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.postgresql.copy.CopyDual;
import org.postgresql.jdbc.PgConnection;

/**
 * The two-way copy that START_REPLICATION begins, message by message. pgjdbc's own stream hides the
 * server's keepalives and decides when to answer; both matter here. Confined to the reader's
 * thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">PostgreSQL:
 *     streaming replication protocol</a>
 */
final class WalStream {
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int STATUS_LENGTH = 1 + 4 * Long.BYTES + 1;

  private final CopyDual copy;

  private WalStream(CopyDual copy) {
    this.copy = copy;
  }

  /** Starts where the slot stands. */
  static WalStream start(Connection walSender, String slot, String publication)
      throws SQLException {
    String command =
        "START_REPLICATION SLOT %s LOGICAL 0/0 (proto_version '1', publication_names '%s', messages 'true')"
            .formatted(Identifiers.quote(slot), Identifiers.quote(publication).replace("'", "''"));
    return new WalStream(walSender.unwrap(PgConnection.class).getCopyAPI().copyDual(command));
  }

  /** The next message, waiting for it: it begins with {@code w} or {@code k}. */
  byte[] read() throws SQLException {
    byte[] message = copy.readFromCopy(true);
    if (message == null) {
      throw new SQLException("the server ended the stream", "08006");
    }
    return message;
  }

  /**
   * Tells the server how far this side is.
   *
   * @param flushed what the slot may forget; none leaves it where it is, and then a shutdown of the
   *     server waits for {@code received} only
   */
  void report(Lsn received, Lsn flushed) throws SQLException {
    ByteBuffer status = ByteBuffer.allocate(STATUS_LENGTH);
    status.put((byte) 'r');
    status.putLong(received.value()).putLong(flushed.value()).putLong(flushed.value());
    status.putLong(
        Duration.between(POSTGRES_EPOCH, Instant.now()).dividedBy(ChronoUnit.MICROS.getDuration()));
    status.put((byte) 0);
    copy.writeToCopy(status.array(), 0, STATUS_LENGTH);
    copy.flushCopy();
  }
}

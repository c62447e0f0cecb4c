package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Reads one stream until it ends. It waits for nobody but the server, and, when the sink is full,
 * goes on reporting, so that neither side takes the other for dead.
 */
final class StreamReader {
  /** {@code w}, then where the data begin, where the WAL ends, and the time. */
  private static final int DATA_HEADER = 1 + 3 * Long.BYTES;

  private static final Duration FULL = Duration.ofSeconds(1);

  private final WalStream stream;
  private final TransactionAssembler assembler;
  private final ChangeSink sink;
  private final Progress progress;

  private Lsn target = Lsn.NONE;
  private Lsn reached;
  private Lsn confirmed = Lsn.NONE;
  private long reportedAt;
  private boolean caughtUp;

  StreamReader(
      WalStream stream, TransactionAssembler assembler, ChangeSink sink, Progress progress) {
    this.stream = stream;
    this.assembler = assembler;
    this.sink = sink;
    this.progress = progress;
    this.reached = progress.received();
  }

  /**
   * Reads until the stream breaks.
   *
   * @param current the position from which on it has caught up
   * @param confirmation the shortest time between two reports that the server has not asked for
   */
  void run(Lsn current, Duration confirmation) throws SQLException, InterruptedException {
    target = current;
    assembler.reconnected();
    report();
    while (progress.open()) {
      byte[] message = stream.read();
      progress.signOfLife();
      boolean asked = message[0] == 'k' ? keepalive(message) : data(message);
      if (asked || System.nanoTime() - reportedAt > confirmation.toNanos()) {
        report();
      }
    }
  }

  private boolean data(byte[] message) throws SQLException, InterruptedException {
    Transaction complete = assembler.accept(PgOutputDecoder.decode(message, DATA_HEADER));
    if (complete != null) {
      sink.transaction(complete);
      progress.committed(complete);
      reach(complete.commit());
      while (!sink.awaitRoom(FULL) && progress.open()) {
        progress.signOfLife();
        report();
      }
    }
    return false;
  }

  /** Whether the server wants an answer. Between transactions it also says how far it has read. */
  private boolean keepalive(byte[] message) {
    MessageBytes bytes = new MessageBytes(message, 1);
    Lsn end = new Lsn(bytes.int64());
    bytes.int64();
    if (!assembler.inTransaction()) {
      reach(end);
    }
    return bytes.int8() != 0;
  }

  private void reach(Lsn position) {
    if (position.compareTo(reached) > 0) {
      reached = position;
      progress.received(position);
    }
    if (!caughtUp && Progress.covers(position, target)) {
      caughtUp = true;
      progress.phase(Phase.STREAMING, null);
    }
  }

  /**
   * What the sink needs no more is confirmed, at a transaction's end; then it is taken back, in the
   * next report, because a server that shuts down would wait until all it sent is confirmed.
   */
  private void report() throws SQLException {
    Lsn confirmable = sink.reached(reached);
    if (confirmable.compareTo(confirmed) > 0) {
      stream.report(reached, confirmable);
      confirmed = confirmable;
    }
    stream.report(reached, Lsn.NONE);
    reportedAt = System.nanoTime();
  }
}

package dev.pgext.realtime;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.ChangeSink;
import dev.pgext.realtime.cdc.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts changes into the log, and where an epoch begins looks first which tables are gated then: who
 * had to wait for the slot, or lost it, has not read of all that was gated and ungated before.
 * Confined to the source's thread.
 */
final class GatedSink implements ChangeSink {
  private final ChangeSink log;
  private final Gated gated;
  private final Consumer<Set<Integer>> hub;
  private long epoch;

  /**
   * A sink in front of the log.
   *
   * @param hub is told what is gated before the log hears of the epoch
   */
  GatedSink(ChangeSink log, Gated gated, Consumer<Set<Integer>> hub) {
    this.log = log;
    this.gated = gated;
    this.hub = hub;
  }

  /** Asks the database for the oids of the tables that are gated now. */
  @FunctionalInterface
  interface Gated {
    Set<Integer> ask() throws SQLException;
  }

  @Override
  public void resumed(long next, Lsn from) throws SQLException {
    begin(next);
    log.resumed(next, from);
  }

  private void begin(long next) throws SQLException {
    if (next != epoch) {
      hub.accept(gated.ask());
      epoch = next;
    }
  }

  @Override
  public void transaction(Transaction transaction) {
    log.transaction(transaction);
  }

  @Override
  public Lsn reached(Lsn position) {
    return log.reached(position);
  }

  @Override
  public boolean awaitRoom(Duration timeout) throws InterruptedException {
    return log.awaitRoom(timeout);
  }

  @Override
  public void discontinued(long next, String reason) throws SQLException {
    // Not in resumed, which must follow at once: until then nobody knows where the epoch begins.
    begin(next);
    log.discontinued(next, reason);
  }
}

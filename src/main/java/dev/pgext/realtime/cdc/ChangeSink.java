package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Where a {@link ChangeSource} puts what it read. Called by one thread; must return at once while
 * the stream is being read.
 */
public interface ChangeSink {

  /**
   * What follows comes behind this position. Told on every new connection, before anything else on
   * it, and after {@link #discontinued}. The source is this server's alone by then.
   *
   * @param epoch the one in force, which the sink need not know yet
   * @param from everything committed behind it will be given, or was
   * @throws SQLException where the database had to be asked and did not answer: the source connects
   *     again, and tells it again
   */
  void resumed(long epoch, Lsn from) throws SQLException;

  /**
   * The next transaction in commit order; one that was given before comes again after a reconnect.
   */
  void transaction(Transaction transaction);

  /**
   * Everything committed up to this position was given.
   *
   * @return the position up to which nothing needs to be given again, even after a restart
   */
  Lsn reached(Lsn position);

  /**
   * Waits until there is room for more. This is the one call that takes time; the source goes on
   * telling the database that it lives.
   *
   * @return whether there is room now
   */
  boolean awaitRoom(Duration timeout) throws InterruptedException;

  /**
   * Continuity is lost: nothing connects what was given before with what follows.
   *
   * @param epoch the new one, never used before on this database
   * @param reason for people, one sentence
   * @throws SQLException as {@link #resumed}
   */
  void discontinued(long epoch, String reason) throws SQLException;
}

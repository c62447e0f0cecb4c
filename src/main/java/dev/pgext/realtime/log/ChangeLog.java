package dev.pgext.realtime.log;

import dev.pgext.realtime.cdc.ChangeSink;
import dev.pgext.realtime.cdc.Cursor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The ring of recent transactions. As a sink it drops what it holds already. Thread-safe. */
public interface ChangeLog extends ChangeSink {

  /**
   * The entry that follows one, waiting for it; for the dispatcher, which sees every entry once and
   * in order.
   *
   * @param position what the last call returned, or {@link #head} at the start
   * @return null where nothing came within the time
   * @throws InterruptedException as ever
   */
  @Nullable LogEntry next(@Nullable LogEntry position, Duration timeout)
      throws InterruptedException;

  /** The newest entry; null before the first. */
  @Nullable LogEntry head();

  /** What follows a cursor, up to the newest entry, or that it cannot be had any more. */
  Replay since(Cursor cursor);

  /** Before everything of the current epoch that is here. */
  Cursor start();

  /** Behind everything that is here: what is new comes after it. */
  Cursor end();

  /** The current epoch. */
  long epoch();
}

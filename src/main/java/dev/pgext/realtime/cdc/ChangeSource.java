package dev.pgext.realtime.cdc;

/**
 * Reads a database's changes: by logical replication, or from the queue table where that cannot be
 * had.
 */
public interface ChangeSource extends AutoCloseable {

  /** Begins to read on a thread of its own, and goes on through every loss of the connection. */
  void start(ChangeSink sink);

  /** How it stands. Any thread may ask. */
  SourceStatus status();

  /** Stops reading; the slot keeps its place. */
  @Override
  void close();
}

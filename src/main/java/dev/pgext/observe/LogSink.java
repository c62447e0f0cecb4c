package dev.pgext.observe;

import java.util.List;

/** Where a journal keeps entries. Called by one thread. */
public interface LogSink extends AutoCloseable {
  /** Keeps them, in order; it must not fail. */
  void keep(List<LogEntry> entries);

  @Override
  void close();
}

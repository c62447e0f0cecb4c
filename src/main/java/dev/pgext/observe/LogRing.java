package dev.pgext.observe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last entries, in memory, for those who ask and those who follow. Thread-safe. */
public final class LogRing implements LogSink {
  private final int capacity;
  private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long written;
  private boolean closed;

  public LogRing(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Entries after a position.
   *
   * @param next the position to ask with the next time
   * @param ended whether there will be no more
   */
  public record Page(List<LogEntry> entries, long next, boolean ended) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  @Override
  public void keep(List<LogEntry> fresh) {
    lock.lock();
    try {
      for (LogEntry entry : fresh) {
        if (entries.size() == capacity) {
          entries.removeFirst();
        }
        entries.addLast(entry);
        written++;
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What came after a position; waits so long for something to come. */
  public Page after(long position, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (written <= position && !closed && left > 0) {
        left = more.awaitNanos(left);
      }
      long first = written - entries.size();
      List<LogEntry> page = new ArrayList<>(entries);
      int passed = Math.clamp(position - first, 0, page.size());
      return new Page(page.subList(passed, page.size()), written, closed);
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of those who wait. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.pgext.realtime.log;

import dev.pgext.pg.Lsn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Positions that the stream reached without a transaction, and when: so that the slot follows, a
 * window behind, where other databases write all the WAL. Confined to its owner's lock.
 */
final class IdleMarks {
  private static final int IN_A_WINDOW = 32;

  private final long spacing;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /** The stream was here then. */
  record Mark(Lsn position, long nanos) {}

  IdleMarks(Retention retention) {
    this.spacing = retention.window().toNanos() / IN_A_WINDOW;
  }

  void add(Lsn position, long nanos) {
    Mark last = marks.peekLast();
    if (last == null
        || (nanos - last.nanos() >= spacing && position.compareTo(last.position()) > 0)) {
      marks.addLast(new Mark(position, nanos));
    }
  }

  /** The furthest one of those at the front that are done with; they go. */
  @Nullable Lsn takeWhile(Predicate<Mark> done) {
    Lsn furthest = null;
    for (Mark mark = marks.peekFirst(); mark != null && done.test(mark); mark = marks.peekFirst()) {
      furthest = mark.position();
      marks.removeFirst();
    }
    return furthest;
  }

  void clear() {
    marks.clear();
  }
}

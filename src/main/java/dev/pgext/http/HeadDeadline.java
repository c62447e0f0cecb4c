package dev.pgext.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * How long the head of a request may take to arrive: a client that sends a byte now and then is
 * never idle, and would hold its connection for good. Thread-safe: the connection tells what it
 * reads, a timer looks at what it could not finish.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Slowloris_(cyber_attack)">Slowloris</a>
 */
final class HeadDeadline {
  private final Scheduler scheduler;
  private final Duration limit;
  private final Runnable late;
  private final ReentrantLock lock = new ReentrantLock();

  private boolean reading;
  private boolean arriving;
  private boolean passed;
  private long message;
  private long since;

  /**
   * A deadline of one connection.
   *
   * @param late called once, when nothing is read and nothing will be
   */
  HeadDeadline(Scheduler scheduler, Duration limit, Runnable late) {
    this.scheduler = scheduler;
    this.limit = limit;
    this.late = late;
  }

  /** The connection is about to read; false where it came too late and must not. */
  boolean read() {
    lock.lock();
    try {
      reading = !passed;
      return reading;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The connection has read what was there.
   *
   * @param incomplete whether that ended within a head
   * @param number how many messages came before
   */
  void paused(boolean incomplete, long number) {
    lock.lock();
    try {
      reading = false;
      boolean same = arriving && incomplete && message == number;
      arriving = incomplete;
      if (incomplete && !same) {
        message = number;
        since = System.nanoTime();
        scheduler.schedule(this::check, limit.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
    check();
  }

  private void check() {
    boolean now;
    lock.lock();
    try {
      now = arriving && !reading && !passed && System.nanoTime() - since >= limit.toNanos();
      passed |= now;
    } finally {
      lock.unlock();
    }
    if (now) {
      late.run();
    }
  }
}

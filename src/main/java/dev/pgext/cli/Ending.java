package dev.pgext.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The end of the process: asked for once, by whoever comes first. Thread-safe. */
final class Ending {
  private static final int UNDECIDED = -1;

  private final AtomicInteger status = new AtomicInteger(UNDECIDED);
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Asks for the end, with that exit status. */
  void ask(int exitStatus) {
    status.compareAndSet(UNDECIDED, exitStatus);
    asked.countDown();
  }

  /** Whether it was asked for. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits for it; the exit status. */
  int await() throws InterruptedException {
    asked.await();
    return status.get();
  }
}

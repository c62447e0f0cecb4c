package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.observe.Observation;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChoreTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore may = new Semaphore(0);
  private final BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
  private final AtomicInteger times = new AtomicInteger();
  private final Chore chore =
      new Chore(
          "a chore",
          () -> {
            times.incrementAndGet();
            begun.release();
            may.acquireUninterruptibly();
            throw new IllegalStateException("a bug");
          },
          seen::add);

  @Test
  void whatIsUnderWayIsNotBegunAgainAndWhatFailsIsDoneTheNextTime() throws Exception {
    chore.run();
    assertThat(begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    chore.run();
    may.release();
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isInstanceOf(Observation.Failure.class);
    assertThat(times).hasValue(1);

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!begun.tryAcquire() && System.nanoTime() < end) {
      chore.run();
      Thread.onSpinWait();
    }
    assertThat(times).hasValue(2);
    may.release();
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isInstanceOf(Observation.Failure.class);
  }
}

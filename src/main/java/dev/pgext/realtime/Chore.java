package dev.pgext.realtime;

import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that is to be done again and again and may wait: the clock's only thread starts it and
 * goes on. It is left out while it is still under way, and what goes wrong once does not keep it
 * from being done the next time. Thread-safe.
 */
final class Chore implements Runnable {
  private final String name;
  private final Runnable work;
  private final Observer observer;
  private final AtomicBoolean underWay = new AtomicBoolean();

  Chore(String name, Runnable work, Observer observer) {
    this.name = name;
    this.work = work;
    this.observer = observer;
  }

  @Override
  public void run() {
    if (!underWay.getAndSet(true)) {
      Thread.ofVirtual().name(name).start(this::work);
    }
  }

  private void work() {
    try {
      work.run();
    } catch (RuntimeException | Error bug) {
      observer.observe(new Observation.Failure(Component.WEBSOCKET, name, bug));
    } finally {
      underWay.set(false);
    }
  }
}

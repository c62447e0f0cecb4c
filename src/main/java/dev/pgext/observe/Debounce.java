package dev.pgext.observe;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the first of a burst at once, and the last of those that came during the pause after
 * it. Thread-safe.
 */
final class Debounce<T> {
  private final Consumer<? super T> action;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean pausing;
  private @Nullable T held;

  Debounce(Consumer<? super T> action, Duration pause) {
    this.action = action;
    this.pause = pause;
  }

  void accept(T event) {
    lock.lock();
    try {
      if (pausing) {
        held = event;
        return;
      }
      pausing = true;
    } finally {
      lock.unlock();
    }
    action.accept(event);
    Thread.ofVirtual().name("debounce").start(this::pause);
  }

  private void pause() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    T last;
    lock.lock();
    try {
      pausing = false;
      last = held;
      held = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      accept(last);
    }
  }
}

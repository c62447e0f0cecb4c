package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.exec.DatabaseListener;
import dev.pgext.observe.Observer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The listener for notifications, while the configuration asks for one. Thread-safe. */
final class ListenerSwitch implements AutoCloseable {
  private final Connector connector;
  private final DatabaseListener.Reloads reloads;
  private final Observer observer;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable DatabaseListener listener;
  private Config.@Nullable Channel channel;
  private boolean closed;

  /**
   * A switch that is off.
   *
   * @param connector to a server that accepts writes
   */
  ListenerSwitch(Connector connector, DatabaseListener.Reloads reloads, Observer observer) {
    this.connector = connector;
    this.reloads = reloads;
    this.observer = observer;
  }

  /** Listens on that channel, or to nothing where it is off. */
  void follow(Config.Channel wanted) {
    lock.lock();
    try {
      if (closed || follows(wanted)) {
        return;
      }
      channel = wanted;
      stop();
      if (wanted.enabled()) {
        listener = new DatabaseListener(connector, wanted.name(), reloads, observer);
        listener.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean follows(Config.Channel wanted) {
    Config.Channel followed = channel;
    return followed != null
        && followed.enabled() == wanted.enabled()
        && followed.name().equals(wanted.name());
  }

  /** Whether there is a listener, which then knows best if the database is there. */
  boolean on() {
    return listener != null;
  }

  /** Waits until the listener, if there is one, hears or has failed, or for {@code limit}. */
  void awaitFirstAttempt(Duration limit) throws InterruptedException {
    DatabaseListener current = listener;
    if (current != null) {
      current.awaitFirstAttempt(limit);
    }
  }

  /** Whether notifications arrive now. */
  boolean listening() {
    DatabaseListener current = listener;
    return current != null && current.listening();
  }

  private void stop() {
    DatabaseListener current = listener;
    if (current != null) {
      current.close();
      listener = null;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      stop();
    } finally {
      lock.unlock();
    }
  }
}

package dev.pgext.catalog;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The catalog in force, exchanged as a whole when the database's schema changes. Requests for a
 * reload that come while one waits are one; one that comes during a load leads to another, so that
 * none is lost. While the database cannot be asked, the old catalog stays, and attempts follow at
 * growing intervals, or at once when a reload is asked for. Thread-safe; loads run on the thread
 * {@code pgext-catalog}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/schema_cache.html#schema-cache-reloading">PostgREST:
 *     schema cache reloading</a>
 */
public final class CatalogHolder implements AutoCloseable {
  private final CatalogSource source;
  private final CatalogListener listener;
  private final Pace pace;
  private final AtomicReference<@Nullable Catalog> current = new AtomicReference<>();
  private final BlockingQueue<Reload> asked = new ArrayBlockingQueue<>(1);
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final Thread thread;
  private volatile State state = State.PENDING;

  /** A holder that loads nothing before it is started. */
  public CatalogHolder(CatalogSource source, CatalogListener listener, Pace pace) {
    this.source = source;
    this.listener = listener;
    this.pace = pace;
    this.thread = Thread.ofPlatform().name("pgext-catalog").daemon().unstarted(this::run);
  }

  /** Whether the last load succeeded. */
  public enum State {
    PENDING,
    LOADED
  }

  private enum Reload {
    ASKED
  }

  /**
   * How often loads may come.
   *
   * @param cooldown pause after a load, in which requests gather
   * @param firstRetry wait after a first failure; each further one doubles it
   * @param longestRetry what it grows to
   */
  public record Pace(Duration cooldown, Duration firstRetry, Duration longestRetry) {
    /** PostgREST's. */
    public static Pace standard() {
      return new Pace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(32));
    }
  }

  /** Begins the first load. */
  public void start() {
    reload();
    thread.start();
  }

  /** Asks for a new catalog and returns at once. */
  public void reload() {
    asked.offer(Reload.ASKED);
  }

  /** The catalog in force, or null before the first. */
  public @Nullable Catalog current() {
    return current.get();
  }

  /** Whether the catalog is what the last load gave. */
  public State state() {
    return state;
  }

  /** Waits until the first attempt to load has ended in either way; false after {@code limit}. */
  public boolean awaitFirstAttempt(Duration limit) throws InterruptedException {
    return firstAttempt.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Stops loading; the catalog in force stays. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        asked.take();
        loadUntilDone();
        Thread.sleep(pace.cooldown());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void loadUntilDone() throws InterruptedException {
    Duration delay = pace.firstRetry();
    while (load() == CatalogListener.Recovery.RETRY) {
      listener.retrying(delay);
      asked.poll(delay.toNanos(), TimeUnit.NANOSECONDS);
      Duration doubled = delay.multipliedBy(2);
      delay = doubled.compareTo(pace.longestRetry()) < 0 ? doubled : pace.longestRetry();
    }
  }

  private CatalogListener.Recovery load() throws InterruptedException {
    long start = System.nanoTime();
    try {
      Catalog catalog = source.load();
      current.set(catalog);
      state = State.LOADED;
      listener.loaded(catalog, Duration.ofNanos(System.nanoTime() - start));
      return CatalogListener.Recovery.GIVE_UP;
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception failure) {
      if (Thread.interrupted()) {
        throw new InterruptedException("closed");
      }
      state = State.PENDING;
      return listener.failed(failure);
    } finally {
      firstAttempt.countDown();
    }
  }
}

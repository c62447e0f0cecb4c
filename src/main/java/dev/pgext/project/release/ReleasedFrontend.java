package dev.pgext.project.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.http.Frontend;
import dev.pgext.http.WebFile;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.project.release.ServedFrontend.Content;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frontend of the current release, served from the database. Which files it has is read when a
 * notification says that it is another one, and changes at once; a file's content, which its hash
 * names, is read when it is first asked for and remembered. Thread-safe; {@link #reload} works on a
 * thread of its own.
 */
public final class ReleasedFrontend implements Frontend, AutoCloseable {
  private static final long REMEMBERED_BYTES = 64L << 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  private final Connector primary;
  private final ConnectionPool pool;
  private final Observer observer;
  private final ReentrantLock loading = new ReentrantLock();
  private final CountDownLatch attempted = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Cache<String, Content> contents =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_BYTES)
          .weigher(ReleasedFrontend::weight)
          .build();
  private volatile boolean read;
  private volatile ServedFrontend served = ServedFrontend.NONE;

  /**
   * Serves nothing before the first {@link #reload}.
   *
   * @param primary whose releases are seen as soon as they are committed
   * @param pool where files are read
   */
  public ReleasedFrontend(Connector primary, ConnectionPool pool, Observer observer) {
    this.primary = primary;
    this.pool = pool;
    this.observer = observer;
  }

  private static int weight(String hash, Content content) {
    byte[] gzip = content.gzip();
    return content.plain().length + (gzip == null ? 0 : gzip.length);
  }

  @Override
  public Optional<WebFile> find(String path) {
    return served.hash(path).flatMap(hash -> file(path, hash));
  }

  private Optional<WebFile> file(String path, String hash) {
    Content content = contents.get(hash, this::read);
    return content == null
        ? Optional.empty()
        : Optional.of(WebFile.kept(path, content.plain(), content.gzip(), hash));
  }

  private @Nullable Content read(String hash) {
    return pool.<Optional<Content>>use(connection -> ServedFrontend.content(connection, hash))
        .orElse(null);
  }

  /** Reads which release is current, in the background and until that works. */
  public void reload() {
    Thread.ofVirtual().name("frontend").start(this::load);
  }

  /** Waits until it was tried once, so that the first request finds what there is. */
  public void awaitFirstAttempt() throws InterruptedException {
    attempted.await();
  }

  /** Whether the database was asked, were it only that its answer is awaited. */
  public boolean hasRead() {
    return read;
  }

  private void load() {
    loading.lock();
    try {
      Duration pause = Duration.ofSeconds(1);
      while (!attempt() && !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      loading.unlock();
    }
  }

  /** Whether the database could be asked; that it could not be, others tell. */
  private boolean attempt() {
    try (Connection connection = primary.open()) {
      read = true;
      ServedFrontend now = ServedFrontend.read(connection);
      boolean nothing = now.release() == 0 && served.release() == 0;
      if (!nothing && !now.equals(served)) {
        served = now;
        observer.observe(new Observation.FrontendLoaded(now.release(), now.files().files().size()));
      }
      return true;
    } catch (SQLException unreachable) {
      return false;
    } finally {
      attempted.countDown();
    }
  }

  /** Gives up what is being tried. */
  @Override
  public void close() {
    closed.countDown();
  }
}

package dev.pgext.exec;

import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.CatalogReloadAsked;
import dev.pgext.observe.Observation.ConfigReloadAsked;
import dev.pgext.observe.Observation.FrontendReloadAsked;
import dev.pgext.observe.Observation.ListenerFailed;
import dev.pgext.observe.Observation.ListenerQueueRepair;
import dev.pgext.observe.Observation.ListenerRetry;
import dev.pgext.observe.Observation.ListenerStarted;
import dev.pgext.observe.Observer;
import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.jdbc.PgConnection;

/**
 * Hears on a connection of its own when the database asks for a reload. It owns the thread {@code
 * pgext-listener}, on which {@link Reloads} is called; what arrives meanwhile waits in the socket.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/listener.html">PostgREST:
 *     listener</a>
 */
public final class DatabaseListener implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  /** PostgreSQL lost the tail of its queue; asking for its usage advances it. */
  private static final String STUCK_QUEUE = "could not access status of transaction";

  private final Connector connector;
  private final String channel;
  private final Reloads reloads;
  private final Observer observer;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch attempted = new CountDownLatch(1);
  private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
  private final Thread thread;

  private volatile boolean listening;
  private Duration pause = Duration.ofSeconds(1);
  private boolean queueIsStuck;

  /** What notifications ask for. */
  public interface Reloads {
    /** Notifications arrive from now on; nobody heard those of what was read before. */
    void began();

    /** Load the catalog again; also after notifications may have been lost. */
    void catalog();

    /** Read the configuration again. */
    void config();

    /** See which frontend is to be served; also after notifications may have been lost. */
    void frontend();

    /** The connection is lost, or could not be opened; another attempt follows. */
    void lost();
  }

  /**
   * A listener that does nothing until {@link #start}.
   *
   * @param connector to a server that accepts writes: a standby does not listen
   */
  public DatabaseListener(Connector connector, String channel, Reloads reloads, Observer observer) {
    this.connector = connector;
    this.channel = channel;
    this.reloads = reloads;
    this.observer = observer;
    this.thread = Thread.ofPlatform().name("pgext-listener").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Waits until the first attempt to listen has succeeded or failed, or for {@code limit}. */
  public void awaitFirstAttempt(Duration limit) throws InterruptedException {
    attempted.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether notifications arrive now; never once it is closed, whatever its thread still does. */
  public boolean listening() {
    return listening && closed.getCount() > 0;
  }

  private void run() {
    while (closed.getCount() > 0) {
      String failure = listen();
      listening = false;
      if (closed.getCount() > 0) {
        recover(failure);
      }
    }
  }

  /** Listens until that fails, and says why it did. */
  private String listen() {
    try (Connection opened = connector.open()) {
      connection.set(opened);
      String version = begin(opened);
      listening = true;
      catchUp();
      attempted.countDown();
      observer.observe(new ListenerStarted(version, connector.address(opened), channel));
      PgConnection notified = opened.unwrap(PgConnection.class);
      while (closed.getCount() > 0) {
        for (PGNotification notification : notified.getNotifications(0)) {
          handle(notification.getParameter());
        }
      }
      return "closed";
    } catch (SQLException failure) {
      return reason(failure);
    } finally {
      connection.set(null);
      attempted.countDown();
    }
  }

  private void catchUp() {
    if (pause.toSeconds() > 1) {
      reloads.catalog();
      reloads.frontend();
      pause = Duration.ofSeconds(1);
    } else {
      reloads.began();
    }
  }

  private String reason(SQLException failure) {
    if (connection.get() == null) {
      return String.valueOf(connector.unreachable(failure).explanation());
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** LISTEN comes last: it is what {@code pg_stat_activity} then shows. */
  private String begin(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      String version;
      try (ResultSet rows = statement.executeQuery("SELECT split_part(version(), ',', 1)")) {
        rows.next();
        version = rows.getString(1);
      }
      if (queueIsStuck) {
        statement.execute("SELECT pg_notification_queue_usage()");
      }
      statement.execute("LISTEN " + Identifiers.quote(channel));
      return version;
    }
  }

  private void handle(String payload) {
    switch (payload) {
      case "", "reload schema" -> {
        observer.observe(new CatalogReloadAsked(channel));
        reloads.catalog();
      }
      case "reload config" -> {
        observer.observe(new ConfigReloadAsked(channel));
        reloads.config();
      }
      case "reload frontend" -> {
        observer.observe(new FrontendReloadAsked(channel));
        reloads.frontend();
      }
      default -> {}
    }
  }

  private void recover(String failure) {
    observer.observe(new ListenerFailed(channel, failure));
    queueIsStuck = failure.contains(STUCK_QUEUE);
    if (queueIsStuck) {
      observer.observe(new ListenerQueueRepair());
    }
    reloads.lost();
    observer.observe(new ListenerRetry(pause.toSeconds()));
    try {
      closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
    if (pause.compareTo(LONGEST_PAUSE) < 0) {
      pause = pause.multipliedBy(2);
    }
  }

  /** Stops listening and waits for the thread to end. */
  @Override
  public void close() {
    closed.countDown();
    Connection current = connection.get();
    try {
      if (current != null) {
        // The reader holds pgjdbc's lock; closing would wait for it.
        current.abort(Runnable::run);
      }
      thread.join(Duration.ofSeconds(5));
    } catch (SQLException failure) {
      observer.observe(new Observation.Failure("listener", failure));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

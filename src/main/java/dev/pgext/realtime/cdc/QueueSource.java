package dev.pgext.realtime.cdc;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * Reads {@code pgext.queue}, which triggers fill, for databases whose write-ahead log cannot be
 * read. A notification wakes it; positions are {@link QueueCommits}'s, so cursors mean the same as
 * elsewhere.
 *
 * <p>It owns the thread {@code pgext-queue-reader} and one connection. An advisory lock keeps a
 * second server waiting.
 */
public final class QueueSource implements ChangeSource {
  private static final String LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('pgext.queue', 0))";

  /** A notification is never lost; looking now and then lets what is old be deleted. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Connector connector;
  private final Pace pace;
  private final Progress progress = new Progress(null);
  private final QueuedTables tables = new QueuedTables();
  private final ReadLoop loop;
  private final long maxTransaction;
  private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
  private long epoch;

  /**
   * A source that does nothing until {@link #start}.
   *
   * @param connector to a server that accepts writes, as a role that may write schema pgext
   * @param maxTransaction bytes, above which a transaction's rows are not kept
   */
  public QueueSource(Connector connector, long maxTransaction, Observer observer) {
    this(connector, maxTransaction, observer, Pace.standard());
  }

  /** The same from the settings. */
  public QueueSource(Connector connector, Config.Source settings, Observer observer) {
    this(connector, settings.maxTransaction(), observer, Pace.standard());
  }

  QueueSource(Connector connector, long maxTransaction, Observer observer, Pace pace) {
    this.connector = connector;
    this.maxTransaction = maxTransaction;
    this.pace = pace;
    this.loop = new ReadLoop(progress, pace, observer);
  }

  @Override
  public void start(ChangeSink sink) {
    loop.start("pgext-queue-reader", () -> run(sink));
  }

  private void run(ChangeSink sink) throws SQLException, InterruptedException {
    try (Connection opened = connector.open()) {
      connection.set(opened);
      while (!locked(opened)) {
        progress.phase(Phase.WAITING, "Another server reads the queue");
        if (progress.awaitClose(pace.takeover())) {
          return;
        }
      }
      follow(opened, sink);
    } finally {
      connection.set(null);
    }
  }

  private static boolean locked(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement();
        ResultSet row = statement.executeQuery(LOCK)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void follow(Connection opened, ChangeSink sink)
      throws SQLException, InterruptedException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN pgext_queue");
    }
    QueueCommits commits = new QueueCommits(opened);
    long position = begin(commits, sink);
    long pruned = position;
    PgConnection notified = opened.unwrap(PgConnection.class);
    while (progress.open()) {
      commits.list();
      position = deliver(opened, position, commits.end(), sink);
      progress.phase(Phase.STREAMING, null);
      long expendable = sink.reached(new Lsn(position)).value();
      if (expendable > pruned) {
        commits.prune(expendable);
        pruned = expendable;
      }
      notified.getNotifications(Math.toIntExact(LOOK.toMillis()));
    }
  }

  private long begin(QueueCommits commits, ChangeSink sink) throws SQLException {
    long next = commits.epoch();
    long from = commits.start();
    if (epoch != 0 && next != epoch) {
      sink.discontinued(next, "The database is served by another cluster");
    }
    epoch = next;
    progress.epoch(next);
    sink.resumed(next, new Lsn(from));
    return from;
  }

  /** In one transaction, for a cursor; nothing is locked and nobody waits for it. */
  private long deliver(Connection opened, long from, long to, ChangeSink sink)
      throws SQLException, InterruptedException {
    if (to <= from) {
      return from;
    }
    opened.setAutoCommit(false);
    new QueueReader(opened, tables, maxTransaction)
        .read(
            from,
            to,
            transaction -> {
              sink.transaction(transaction);
              progress.committed(transaction);
              progress.received(transaction.commit());
              awaitRoom(sink);
            });
    opened.commit();
    opened.setAutoCommit(true);
    return to;
  }

  private void awaitRoom(ChangeSink sink) throws InterruptedException {
    boolean room = sink.awaitRoom(LOOK);
    while (!room && progress.open()) {
      room = sink.awaitRoom(LOOK);
    }
  }

  @Override
  public SourceStatus status() {
    return progress.status();
  }

  @Override
  public void close() {
    progress.close();
    Connection current = connection.get();
    try {
      if (current != null) {
        // The reader holds pgjdbc's lock; closing would wait for it.
        current.abort(Runnable::run);
      }
    } catch (SQLException broken) {
      // It is of no use any more either way.
    }
    loop.join();
  }
}

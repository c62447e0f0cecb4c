package dev.pgext.realtime.cdc;

import dev.pgext.exec.Connector;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the write-ahead log where that can be had, else the queue, with a warning that says what
 * stands in the way. It asks the database once, when it first answers; owns a thread until then.
 */
public final class ChosenSource implements ChangeSource {
  private static final String QUEUE_INSTALLED = "SELECT to_regclass('pgext.queue') IS NOT NULL";

  private final Connector connector;
  private final Candidates candidates;
  private final Consumer<Choice> announce;
  private final Observer observer;
  private final Progress progress = new Progress(null);
  private final ReadLoop loop;
  private @Nullable ChangeSource chosen;

  /** Where changes are read. */
  public enum Choice {
    WAL,
    QUEUE
  }

  /** What there is to choose from; neither is started. */
  public record Candidates(ChangeSource wal, ChangeSource queue) {}

  /**
   * A source that does nothing until {@link #start}.
   *
   * @param announce is told before the chosen one starts, on a thread of this class; when it throws
   *     it is told again
   */
  public ChosenSource(
      Connector connector, Candidates candidates, Consumer<Choice> announce, Observer observer) {
    this.connector = connector;
    this.candidates = candidates;
    this.announce = announce;
    this.observer = observer;
    this.loop = new ReadLoop(progress, Pace.standard(), observer);
  }

  @Override
  public void start(ChangeSink sink) {
    loop.start("pgext-source-choice", () -> choose(sink));
  }

  private void choose(ChangeSink sink) throws SQLException {
    Optional<String> obstacle;
    try (Connection connection = connector.open()) {
      obstacle = LogicalReplication.obstacle(connection);
      if (obstacle.isPresent() && !queueInstalled(connection)) {
        throw new SetupFault(
            obstacle.get() + "; for the queue instead the schema pgext must be installed");
      }
    }
    Choice choice = obstacle.isEmpty() ? Choice.WAL : Choice.QUEUE;
    announce.accept(choice);
    obstacle.ifPresent(
        why ->
            observer.observe(
                new Observation.Warning(
                    Component.CDC,
                    List.of("Realtime: changes are read from the queue table: " + why))));
    begin(choice == Choice.WAL ? candidates.wal() : candidates.queue(), sink);
  }

  private static boolean queueInstalled(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUEUE_INSTALLED)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private synchronized void begin(ChangeSource source, ChangeSink sink) {
    if (progress.open()) {
      chosen = source;
      source.start(sink);
      progress.close();
    }
  }

  @Override
  public synchronized SourceStatus status() {
    return chosen == null ? progress.status() : chosen.status();
  }

  @Override
  public void close() {
    ChangeSource source;
    synchronized (this) {
      progress.close();
      source = chosen;
    }
    loop.join();
    if (source != null) {
      source.close();
    }
  }
}

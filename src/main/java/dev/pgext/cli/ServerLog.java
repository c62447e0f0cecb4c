package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.LoadedConfig;
import dev.pgext.observe.LogJournal;
import dev.pgext.observe.LogRing;
import dev.pgext.observe.Metrics;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that hears of what the server observes: the standard streams, the project's log file,
 * the lines that the admin server shows, and the metrics.
 */
final class ServerLog implements AutoCloseable {
  private static final int KEPT_LINES = 2000;

  private final LateMetrics metrics = new LateMetrics();
  private final @Nullable LogRing ring;
  private final @Nullable LogJournal journal;
  private final Observer streams;

  /**
   * Opens what there is to write to.
   *
   * @param folder the project's, if it is one
   * @param current the configuration in force, which says what is worth a line
   */
  ServerLog(
      Program program, Path folder, LoadedConfig first, Supplier<Config> current, Clock clock) {
    boolean own = program == Program.PGEXT;
    this.ring = first.config().admin().logsToken() == null ? null : new LogRing(KEPT_LINES);
    this.journal = own ? Logs.journal(folder, ring, current, clock) : null;
    this.streams = Logs.writer(first.config(), current, clock);
  }

  /** The metrics count from here on. */
  void use(Metrics made) {
    metrics.use(made);
  }

  /**
   * Who tells all of them.
   *
   * @param shown what of it comes to the standard streams
   */
  Observer observer(Predicate<Observation> shown) {
    List<Observer> all = new ArrayList<>();
    all.add(Observer.only(shown, streams));
    all.add(metrics);
    if (journal != null) {
      all.add(journal);
    }
    return Observer.all(all.toArray(Observer[]::new));
  }

  /** The last lines, for the admin server; null where nobody may have them. */
  @Nullable LogRing ring() {
    return ring;
  }

  @Override
  public void close() {
    Closing.all(journal);
  }
}

package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.install.InstallReport;
import dev.pgext.realtime.install.Installer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What pgext has in the database is installed or upgraded once the API listens, on a thread and a
 * connection of its own; requests do not need it. A database that cannot be reached is tried again,
 * without a word: others tell of it. Where something cannot be installed the log says what is off.
 */
final class SqlInstallation implements AutoCloseable {
  /** For the API's first clients: what follows loads much code. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  private final Connector primary;
  private final String publication;
  private final @Nullable String reader;
  private final Observer observer;
  private final Thread thread;

  /**
   * Makes it, not started.
   *
   * @param reader the role that reads changes; null where it is the same
   * @param then what needs the installed objects; runs on the same thread when they are there, or
   *     it is known that they will not be
   */
  SqlInstallation(
      Connector primary,
      String publication,
      @Nullable String reader,
      Observer observer,
      Runnable then) {
    this.primary = primary;
    this.publication = publication;
    this.reader = reader;
    this.observer = observer;
    this.thread = Thread.ofPlatform().name("pgext-install").daemon().unstarted(() -> run(then));
  }

  /** Whose process is called postgrest wants nothing in the database. */
  static boolean wanted(Program program, Config.Realtime settings) {
    return program == Program.PGEXT && settings.enabled() && settings.installSql();
  }

  void start() {
    thread.start();
  }

  private void run(Runnable then) {
    try {
      Thread.sleep(HEAD_START);
      Duration pause = FIRST_PAUSE;
      while (!attempt()) {
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
      then.run();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      observer.observe(new Observation.Failure("installing SQL", bug));
    }
  }

  /** Whether the database could be asked. */
  private boolean attempt() {
    try (Connection connection = primary.open()) {
      return install(connection);
    } catch (SQLException unreachable) {
      return false;
    }
  }

  private boolean install(Connection connection) throws SQLException {
    try {
      InstallReport report = new Installer().install(connection, publication, reader);
      report.observations().forEach(observer::observe);
    } catch (SQLException fault) {
      if (!connection.isValid(1)) {
        return false;
      }
      String reason = fault.getMessage() == null ? fault.toString() : fault.getMessage();
      observer.observe(new Observation.SqlMissing("pgext", reason, "what depends on it", null));
    }
    return true;
  }

  /** What is being installed is undone, and tried again at the next start. */
  @Override
  public void close() {
    thread.interrupt();
  }
}

package dev.pgext.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Tries again what could not get its lock: who waits for long makes everybody else wait. */
final class LockRetries {
  private static final Set<String> STATES = Set.of("55P03", "40P01");
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final MigrationSettings settings;

  LockRetries(MigrationSettings settings) {
    this.settings = settings;
  }

  /** Something that leaves nothing behind when it fails. */
  interface Attempt {
    void run() throws SQLException;
  }

  void run(Attempt attempt) throws SQLException {
    Duration delay = Duration.ofMillis(500);
    for (int done = 0; ; done++) {
      try {
        attempt.run();
        return;
      } catch (MigrationException failure) {
        if (!failure.hasState(STATES)
            || failure.fault() == null
            || done >= settings.lockRetries()) {
          throw failure;
        }
        String place = failure.fault().file() + ":" + failure.fault().line();
        settings
            .listener()
            .accept(new MigrationEvent.LockRetry(place, done + 1, settings.lockRetries(), delay));
        pause(delay);
        delay = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(MigrationException.Reason.TIMEOUT, "interrupted");
    }
  }
}

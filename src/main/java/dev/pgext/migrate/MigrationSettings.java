package dev.pgext.migrate;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How migrations run.
 *
 * @param environment variables that files may refer to
 * @param lockTimeout how long a statement may wait for a lock, while others queue up behind it
 * @param lockRetries how often it is tried again after that
 * @param listener hears what happens, on the thread that runs
 */
public record MigrationSettings(
    Map<String, String> environment,
    Duration lockTimeout,
    int lockRetries,
    Consumer<MigrationEvent> listener) {

  public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  public static final int LOCK_RETRIES = 10;

  public MigrationSettings {
    environment = Map.copyOf(environment);
  }

  /** The standard ones. */
  public static MigrationSettings standard(
      Map<String, String> environment, Consumer<MigrationEvent> listener) {
    return new MigrationSettings(environment, LOCK_TIMEOUT, LOCK_RETRIES, listener);
  }
}

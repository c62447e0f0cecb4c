package dev.pgext.observe;

import dev.pgext.observe.Observation.PoolTimeout;
import dev.pgext.observe.Observation.Responded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Writes events as lines: access lines to standard output, all others to standard error. A line is
 * written at once and whole, so that its order is the order of events and a log parser sees it
 * without delay.
 *
 * <p>Thread-safe. The level is asked for each time, since a reload may change it.
 */
public final class LogWriter implements Observer {
  /** A burst of pool timeouts is one line, and one more when it goes on. */
  private static final Duration TIMEOUT_PAUSE = Duration.ofSeconds(5);

  private final LineFormat format;
  private final Supplier<Severity> level;
  private final Clock clock;
  private final OutputStream access;
  private final OutputStream diagnostics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Debounce<PoolTimeout> poolTimeouts = new Debounce<>(this::write, TIMEOUT_PAUSE);

  /**
   * Writes to two streams that it does not close.
   *
   * @param access where the access log goes
   * @param diagnostics where everything else goes
   */
  public LogWriter(
      LineFormat format,
      Supplier<Severity> level,
      Clock clock,
      OutputStream access,
      OutputStream diagnostics) {
    this.format = format;
    this.level = level;
    this.clock = clock;
    this.access = access;
    this.diagnostics = diagnostics;
  }

  @Override
  public void observe(Observation observation) {
    if (!level.get().includes(Severities.of(observation))) {
      return;
    }
    if (observation instanceof PoolTimeout timeout) {
      poolTimeouts.accept(timeout);
      return;
    }
    write(observation);
  }

  private void write(Observation observation) {
    List<String> lines =
        format.lines(observation, level.get(), clock.instant().atZone(clock.getZone()));
    if (lines.isEmpty()) {
      return;
    }
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    OutputStream target = observation instanceof Responded ? access : diagnostics;
    lock.lock();
    try {
      target.write(bytes);
      target.flush();
    } catch (IOException e) {
      // Whoever read the log has gone; requests go on being served.
    } finally {
      lock.unlock();
    }
  }
}

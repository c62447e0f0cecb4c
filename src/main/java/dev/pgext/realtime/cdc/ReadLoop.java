package dev.pgext.realtime.cdc;

import dev.pgext.error.ApiException;
import dev.pgext.error.ErrorBody;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.PgOutputDecoder.ProtocolFault;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tries again, ever more slowly, until it is closed. Owns the reader's thread. */
final class ReadLoop {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Progress progress;
  private final Pace pace;
  private final Observer observer;
  private volatile @Nullable Thread thread;

  ReadLoop(Progress progress, Pace pace, Observer observer) {
    this.progress = progress;
    this.pace = pace;
    this.observer = observer;
  }

  /** Reads until that breaks. */
  interface Attempt {
    void run() throws SQLException, InterruptedException;
  }

  void start(String name, Attempt attempt) {
    thread = Thread.ofPlatform().name(name).daemon().start(() -> repeat(attempt));
  }

  private void repeat(Attempt attempt) {
    Duration pause = pace.firstRetry();
    try {
      while (progress.open()) {
        String fault = fault(attempt);
        if (progress.phase() == Phase.STREAMING) {
          pause = pace.firstRetry();
        }
        recover(fault);
        progress.awaitClose(pause);
        pause = pace.longer(pause);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String fault(Attempt attempt) throws InterruptedException {
    try {
      attempt.run();
      return "closed";
    } catch (SQLException failure) {
      return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    } catch (SetupFault | ProtocolFault failure) {
      return String.valueOf(failure.getMessage());
    } catch (ApiException failure) {
      return ErrorBody.text(failure.error());
    } catch (RuntimeException bug) {
      observer.observe(new Observation.Failure(Component.CDC, "realtime", bug));
      return bug.toString();
    }
  }

  /** A fault is told once, not at every attempt. */
  private void recover(String fault) {
    boolean told = fault.equals(progress.status().fault());
    if (progress.open()) {
      progress.phase(Phase.RECOVERING, fault);
      if (!told) {
        observer.observe(new Observation.Warning(Component.CDC, List.of("Realtime: " + fault)));
      }
    }
  }

  /** Waits for the thread to end; {@link Progress#close} has told it to. */
  void join() {
    Thread reader = thread;
    try {
      if (reader != null) {
        reader.join(PATIENCE);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

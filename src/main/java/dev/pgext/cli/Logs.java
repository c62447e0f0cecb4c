package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.LogFormat;
import dev.pgext.config.LogLevel;
import dev.pgext.observe.LineFormat;
import dev.pgext.observe.LogJournal;
import dev.pgext.observe.LogRing;
import dev.pgext.observe.LogSink;
import dev.pgext.observe.LogWriter;
import dev.pgext.observe.Severity;
import dev.pgext.project.logs.ProjectLogs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The process's log on its two standard streams, unbuffered. */
final class Logs {
  private Logs() {}

  /** A writer whose level follows the configuration in force. */
  static LogWriter writer(Config first, Supplier<Config> current, Clock clock) {
    LineFormat format =
        first.log().format() == LogFormat.JSON ? LineFormat.json() : LineFormat.text();
    return new LogWriter(
        format,
        () -> severity(current.get().log().level()),
        clock,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  /** The places besides the streams where a server's log is kept; null where there are none. */
  static @Nullable LogJournal journal(
      Path folder, @Nullable LogRing ring, Supplier<Config> current, Clock clock) {
    List<LogSink> sinks = new ArrayList<>();
    if (ring != null) {
      sinks.add(ring);
    }
    ProjectLogs.of(folder).ifPresent(logs -> sinks.add(logs.file("server")));
    return sinks.isEmpty()
        ? null
        : new LogJournal(() -> severity(current.get().log().level()), clock, sinks);
  }

  private static Severity severity(LogLevel level) {
    return switch (level) {
      case CRIT -> Severity.CRIT;
      case ERROR -> Severity.ERROR;
      case WARN -> Severity.WARN;
      case INFO -> Severity.INFO;
      case DEBUG -> Severity.DEBUG;
    };
  }
}

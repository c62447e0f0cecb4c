package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.LogFormat;
import dev.pgext.config.LogLevel;
import dev.pgext.observe.LineFormat;
import dev.pgext.observe.LogWriter;
import dev.pgext.observe.Severity;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.util.function.Supplier;

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

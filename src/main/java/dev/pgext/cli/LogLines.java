package dev.pgext.cli;

import dev.pgext.observe.LogEntry;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Entries of a log, for people or for scripts. */
record LogLines(PrintStream out, boolean json) {

  void print(List<LogEntry> entries) {
    entries.forEach(entry -> out.println(json ? entry.json() : text(entry)));
  }

  /** Whether nobody reads any more. */
  boolean closed() {
    return out.checkError();
  }

  private static String text(LogEntry entry) {
    return "%-24s %-5s %-10s %s"
        .formatted(
            entry.time().truncatedTo(ChronoUnit.MILLIS),
            entry.level().name().toLowerCase(Locale.ROOT),
            entry.component().word(),
            entry.message().replace("\n", "\n    "));
  }
}

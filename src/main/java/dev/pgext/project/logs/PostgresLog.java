package dev.pgext.project.logs;

import dev.pgext.observe.Component;
import dev.pgext.observe.LogEntry;
import dev.pgext.observe.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's log → entries. Its DETAIL, HINT and the like belong to the line above them.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX">PostgreSQL:
 *     log_line_prefix</a>
 */
final class PostgresLog {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\S+) \\[\\d+] (\\w+):  (.*)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS [z][X]", Locale.ENGLISH);

  private PostgresLog() {}

  static List<LogEntry> entries(List<String> lines) {
    List<LogEntry> entries = new ArrayList<>();
    for (String line : lines) {
      Optional<LogEntry> entry = entry(line);
      if (entry.isPresent()) {
        entries.add(entry.get());
      } else if (!entries.isEmpty() && !line.isBlank()) {
        entries.add(extended(entries.removeLast(), line));
      }
    }
    return entries;
  }

  private static Optional<LogEntry> entry(String line) {
    Matcher found = LINE.matcher(line);
    return found.matches()
        ? level(found.group(2))
            .flatMap(
                level ->
                    time(found.group(1))
                        .map(time -> new LogEntry(time, level, Component.POSTGRES, found.group(3))))
        : Optional.empty();
  }

  private static LogEntry extended(LogEntry entry, String line) {
    Matcher part = LINE.matcher(line);
    String more = part.matches() ? part.group(2) + ": " + part.group(3) : line.strip();
    return new LogEntry(
        entry.time(), entry.level(), entry.component(), entry.message() + "\n" + more);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeException unknownZone) {
      return Optional.empty();
    }
  }

  /** Empty for what only adds to the line above. */
  private static Optional<Severity> level(String word) {
    return switch (word) {
      case "PANIC", "FATAL" -> Optional.of(Severity.CRIT);
      case "ERROR" -> Optional.of(Severity.ERROR);
      case "WARNING" -> Optional.of(Severity.WARN);
      case "LOG", "NOTICE", "INFO" -> Optional.of(Severity.INFO);
      default -> word.startsWith("DEBUG") ? Optional.of(Severity.DEBUG) : Optional.empty();
    };
  }
}
